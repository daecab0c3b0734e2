"""G.711 against the values of the standard and against another implementation."""

import subprocess
import warnings

import numpy as np
import pytest

from bridge.media import g711

ALL_CODES = np.arange(256, dtype=np.uint8)
ALL_SAMPLES = np.arange(65536, dtype=np.uint16).view(np.int16)


def test_values_and_polarity_of_the_standard() -> None:
    # ITU-T G.711 table 1a: character signals with all even bits inverted; sign bit 1 is positive.
    # Decoder output y1 = 1, y32 = 63/2 ..., y128 = 4032 in units of 4096; here times 8.
    assert g711.ALAW_DECODE[[0xD5, 0x55]].tolist() == [8, -8]
    assert g711.ALAW_DECODE[[0xAA, 0x2A]].tolist() == [32256, -32256]
    assert g711.ALAW_DECODE[[0x80, 0x00]].tolist() == [5504, -5504]
    # Table 2a: y0 = 0, y128 = 8031 in units of 8159; here times 4.
    assert g711.ULAW_DECODE[[0xFF, 0x7F]].tolist() == [0, 0]
    assert g711.ULAW_DECODE[[0x80, 0x00]].tolist() == [32124, -32124]
    assert g711.ULAW_DECODE[[0xFE, 0x7E]].tolist() == [8, -8]


def test_the_digital_milliwatt() -> None:
    # ITU-T G.711 tables 5 and 6: these eight codes are a 1 kHz sine at 0 dBm0.
    alaw = np.array([0x34, 0x21, 0x21, 0x34, 0xB4, 0xA1, 0xA1, 0xB4], np.uint8)
    ulaw = np.array([0x1E, 0x0B, 0x0B, 0x1E, 0x9E, 0x8B, 0x8B, 0x9E], np.uint8)
    # and the overload points are +3.14 dBm0 (A-law) and +3.17 dBm0 (mu-law)
    laws = ((alaw, False, 8 * 4096, 3.14), (ulaw, True, 4 * 8159, 3.17))
    for codes, is_ulaw, full_scale, overload in laws:
        pcm = g711.decode(codes, is_ulaw).astype(float)
        sine = np.sin(2 * np.pi * (np.arange(8) + 0.5) / 8)
        assert (pcm < 0).tolist() == [True] * 4 + [False] * 4
        assert abs(np.corrcoef(pcm, -sine)[0, 1]) > 0.999
        peak = np.sqrt((pcm**2).mean() * 2)
        below_full = 20 * np.log10(full_scale / peak)
        assert below_full == pytest.approx(overload, abs=0.02)


@pytest.mark.parametrize("ulaw", [False, True])
def test_decoding_and_encoding_again_is_the_same_sound(ulaw: bool) -> None:
    decoded = g711.decode(ALL_CODES, ulaw)
    assert (g711.decode(g711.encode(decoded, ulaw), ulaw) == decoded).all()


@pytest.mark.parametrize("ulaw", [False, True])
def test_every_sample_becomes_the_nearest_value_or_its_neighbour(ulaw: bool) -> None:
    decoded = np.sort(g711.decode(ALL_CODES, ulaw).astype(int))
    heard = g711.decode(g711.encode(ALL_SAMPLES, ulaw), ulaw).astype(int)
    at = np.searchsorted(decoded, ALL_SAMPLES).clip(1, 255)
    nearest = np.minimum(abs(decoded[at] - ALL_SAMPLES), abs(decoded[at - 1] - ALL_SAMPLES))
    assert (abs(heard - ALL_SAMPLES) <= 2 * nearest + 10).all()


def test_the_same_as_audioop() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import audioop
    codes, samples = ALL_CODES.tobytes(), ALL_SAMPLES.tobytes()
    assert g711.ALAW_DECODE.tobytes() == audioop.alaw2lin(codes, 2)
    assert g711.ULAW_DECODE.tobytes() == audioop.ulaw2lin(codes, 2)
    assert g711.ALAW_ENCODE.tobytes() == audioop.lin2alaw(samples, 2)
    assert g711.ULAW_ENCODE.tobytes() == audioop.lin2ulaw(samples, 2)


@pytest.mark.parametrize(("law", "ulaw"), [("al", False), ("ul", True)])
def test_decodes_as_sox_does(law: str, ulaw: bool) -> None:
    raw = ["-r", "8000", "-c", "1"]
    command = ["sox", "-D", "-t", law, *raw, "-", "-t", "s16", *raw, "-"]
    done = subprocess.run(command, input=ALL_CODES.tobytes(), capture_output=True, check=True)
    assert done.stdout == g711.decode(ALL_CODES, ulaw).tobytes()
