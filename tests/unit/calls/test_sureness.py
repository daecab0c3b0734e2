"""What the recogniser was sure of reaches the evidence of the ticket."""

from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from ivr.calls.hearing import sureness_of, with_pauses
from ivr.calls.mind import Mind
from ivr.calls.ports import Answers
from ivr.calls.sureness import OURS, Sureness, written_sureness
from ivr.speech.results import Final, Word
from ivr.tickets.understanding import Understanding

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
KNOWLEDGE = Path(__file__).parents[3] / "knowledge_base"


def final(*words: tuple[str, float]) -> Final:
    """Words with their confidence; `|` is a pause."""
    said, at = [], 0.0
    for text, confidence in words:
        if text == "|":
            at += 0.4
            continue
        said.append(Word(text, at, at + 0.2, confidence))
        at += 0.2
    raw = "".join(word.text for word in said)
    return Final(1, raw, raw, tuple(said), 0.0, at, 0.01)


def test_a_figure_has_the_mean_of_its_words() -> None:
    raw = "三号楼四零二"
    assert (
        written_sureness(raw, [0.5, 1, 1, 0.9, 0.6, 0.3])
        == [0.5, 1, 1] + [(0.9 + 0.6 + 0.3) / 3] * 3
    )


def test_every_character_of_the_text_has_a_figure() -> None:
    heard = final(("暖气", 0.9), ("不热", 0.8), ("|", 0), ("十八", 0.4), ("号楼", 0.7))
    assert with_pauses(heard) == "暖气不热，18号楼"
    assert sureness_of(heard) == [0.9, 0.9, 0.8, 0.8, OURS, 0.4, 0.4, 0.7, 0.7]
    assert sureness_of(final()) == []


def test_utterances_are_found_in_the_whole_newest_last() -> None:
    sureness = Sureness()
    sureness.add("停水了", [0.1] * 3)
    sureness.add("是的", [0.2] * 2)
    sureness.add("是的", [0.3] * 2)
    sureness.add("长度不对", [0.4])
    assert sureness.of("停水了。是的，是的") == [0.1] * 3 + [OURS] + [0.2] * 2 + [OURS] + [0.3] * 2
    assert sureness.of("是的") == [0.3] * 2
    assert sureness.of("别的话") == [OURS] * 3


def test_the_ticket_knows_which_fact_was_heard_badly() -> None:
    understanding, _ = Understanding.load(KNOWLEDGE)
    mind = Mind(cast("Answers", None), understanding, NOW)
    parts = [("我", 0.9), ("家住", 0.9), ("皇姑区", 0.9), ("长江街", 0.35), ("|", 1), ("停水", 0.8)]
    heard = final(*parts, ("两天", 0.8), ("了", 0.8))
    text = with_pauses(heard)
    mind.sureness.add(text, sureness_of(heard))
    (ticket,) = mind.tickets_of(text, None)
    assert 0.35 < ticket.confidence["place"] < 0.9
    assert ticket.confidence["category"] == 0.8
