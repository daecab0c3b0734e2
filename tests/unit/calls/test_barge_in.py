"""Barge-in: the recogniser tells of speech within 200 ms of its onset (unit/speech/test_endpoint);
here the prompt stops in the same breath as it is told."""

from bridge.events import PlayEnded
from ivr.speech.results import Partial, SpeechEnded, SpeechStarted
from tests.unit.calls.conftest import Site


async def test_the_first_sound_of_speech_stops_the_prompt(site: Site) -> None:
    telephone = site.telephone
    telephone.hold_clips = True
    leg = telephone.arrive()
    await site.said(leg, "通话将会录音")
    ((stream, tell),) = site.listening.results.items()
    tell(SpeechStarted(stream, 0.0))
    assert telephone._playing[leg]  # the notice must be heard to its end
    tell(SpeechEnded(stream, 0.5))
    telephone.tell(PlayEnded(leg, telephone._playing[leg].pop(), True))
    await site.said(leg, "请问有什么可以帮您")
    assert telephone._playing[leg]
    tell(SpeechStarted(stream, 1.0))
    assert telephone.held[leg]  # silent, and it may go on
    tell(SpeechEnded(stream, 1.4))
    assert not telephone.held[leg]
    tell(SpeechStarted(stream, 2.0))
    tell(Partial(stream, "路灯", 2.4))
    assert leg not in telephone._playing
    assert leg not in telephone.held
