"""The telephone's damage: G.711 against the law's own figures, noise at the asked ratio."""

import numpy as np
import pytest

from tools.asr_train import augment


def ramp() -> np.ndarray:
    return (np.arange(-32768, 32768, 7) / 32768).astype(np.float32)


@pytest.mark.parametrize("law", [augment.alaw, augment.mulaw])
def test_companding_is_odd_has_256_levels_and_errs_little(law: object) -> None:
    assert callable(law)
    signal = ramp()
    decoded = law(signal)
    assert len(np.unique(decoded)) <= 256
    inner = np.abs(signal) < 0.95
    error = np.abs(decoded - signal)[inner]
    assert np.all(error <= np.maximum(np.abs(signal[inner]) / 30, 1 / 2000))
    np.testing.assert_allclose(law(-signal)[signal != 0], -decoded[signal != 0])


def test_alaw_knows_the_standards_outermost_level() -> None:
    assert augment.alaw(np.array([0.999], np.float32))[0] == pytest.approx(4032 / 4096)


def test_noise_comes_at_the_asked_ratio() -> None:
    dice = np.random.default_rng(1)
    tone = np.sin(np.arange(16000) / 5).astype(np.float32)
    noisy = augment.add_noise(tone, augment.coloured_noise(16000, 1.0, dice), 10.0)
    measured = np.mean(tone**2) / np.mean((noisy - tone) ** 2)
    assert 10 * np.log10(measured) == pytest.approx(10.0, abs=0.5)


def test_band_pass_keeps_the_middle_and_drops_the_rest() -> None:
    time = np.arange(8000) / 8000

    def power(hertz: float) -> float:
        tone = np.sin(2 * np.pi * hertz * time).astype(np.float32)
        return float(np.mean(augment.band_pass(tone, 300, 3400)[800:] ** 2))

    assert power(1000) == pytest.approx(0.5, rel=0.1)
    assert power(60) < 0.001


def test_a_call_can_be_made_again_exactly() -> None:
    signal = ramp()
    first = augment.telephone(signal, None, np.random.default_rng(5))
    again = augment.telephone(signal, None, np.random.default_rng(5))
    np.testing.assert_array_equal(first, again)
    assert np.max(np.abs(first)) <= 1.0
