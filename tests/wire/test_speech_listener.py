"""One stream's ears with the real model and the real voice; the frames are the time."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ivr.speech.accuracy import accuracy, distance
from ivr.speech.config import SpeechConfig
from ivr.speech.decoder import Glimpse, Model
from ivr.speech.frames import BYTES, Frame
from ivr.speech.listener import Arrival, Listener
from ivr.speech.results import Final, Partial, SpeechResult, SpeechStarted
from ivr.speech.wav import Sound, to_pcm

Say = Callable[[str], Sound]
SENTENCE = "小区的路灯不亮了"


@pytest.fixture(scope="module")
def model(speech_model: Path) -> Model:
    return Model(speech_model)


def listen(
    model: Model, sound: Sound, *, glimpse: float = 0.32, behind: bool = False
) -> list[SpeechResult]:
    quiet = np.random.default_rng(1).normal(0, 0.0005, 8000).astype(np.float32)
    pcm = to_pcm(np.concatenate([quiet, sound, quiet])).tobytes()
    heard: list[SpeechResult] = []
    listener = Listener(model, 1, SpeechConfig(glimpse=glimpse), heard.append, lambda: 0.0)
    for number, at in enumerate(range(0, len(pcm) - BYTES + 1, BYTES)):
        frame = Frame(1, number, 0, pcm[at : at + BYTES])
        listener.feed([Arrival(frame, 0.0)], behind=behind)
    listener.close()
    return heard


def first_partial(results: list[SpeechResult]) -> float:
    started = next(r for r in results if isinstance(r, SpeechStarted))
    partial = next(r for r in results if isinstance(r, Partial))
    return partial.at - started.at


def test_the_first_words_come_within_a_third_of_a_second(model: Model, say: Say) -> None:
    quick, slow = (listen(model, say(SENTENCE), glimpse=g) for g in (0.32, 0.0))
    assert first_partial(quick) <= 0.36
    assert first_partial(slow) > 0.36
    finals = [[r for r in results if isinstance(r, Final)] for results in (quick, slow)]
    assert finals[0] == finals[1]
    assert finals[0][0].raw == SENTENCE


def test_an_early_glimpse_is_shown_only_when_it_is_sure(
    model: Model, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    for confidence, when in ((0.95, 0.24), (0.5, 0.32)):
        seen = Glimpse("小", confidence)
        monkeypatch.setattr(model, "glimpse", lambda _, seen=seen: seen)
        assert first_partial(listen(model, say(SENTENCE))) == pytest.approx(when, abs=0.021)


def test_nobody_glimpses_when_behind(model: Model, say: Say) -> None:
    results = listen(model, say(SENTENCE), behind=True)
    assert not any(isinstance(r, Partial) for r in results)
    assert any(isinstance(r, Final) for r in results)


def test_a_glimpse_into_a_model_of_another_rate_is_resampled(model: Model, say: Say) -> None:
    pcm = to_pcm(say(SENTENCE)).tobytes()
    assert model.glimpse(pcm).text == SENTENCE
    wide = to_pcm(np.repeat(say(SENTENCE), 2)).tobytes()
    assert model.glimpse(wide, 16000).text == SENTENCE


def test_errors_are_counted_over_the_line(model: Model, say: Say) -> None:
    spoken = [(text, say(text)) for text in ("我家暖气不热", SENTENCE)]
    clean = accuracy(spoken, SpeechConfig(), model)
    assert (clean.sentences, clean.characters, clean.wrong, clean.whole) == (2, 14, 0, 2)
    assert all(0.1 < first < 1.0 for first in clean.first_partials)
    assert accuracy([("", np.zeros(8000, np.float32))], SpeechConfig(), model).first_partials == (
        math.inf,
    )
    assert accuracy(spoken, SpeechConfig(), model, noise=10.0).cer < 0.3
    wrong = accuracy([("他家暖气", say("我家暖气不热"))], SpeechConfig(), model)
    assert (wrong.wrong, wrong.whole) == (3, 0)
    assert distance("暖气", "") == 2
