"""拨测判定 what a dial test thinks of a call: pure, from the report and the words recognised."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import LCSseq

from ivr.phone.report import CallReport


class CheckName(StrEnum):
    """What is judged."""

    REGISTERED = "registered"
    ANSWERED = "answered"  # within so many milliseconds
    SOUND = "sound"  # the first packet of it after the answer
    GREETING = "greeting"  # the words expected were recognised
    SAID = "said"  # every word and key of the script was reached
    REPLY = "reply"  # it answered what was said


@dataclass(frozen=True, slots=True)
class Expected:
    """What a good call is like."""

    greeting: str = ""  # "": any words will do
    reply: str = ""  # the same, after the last thing said or pressed
    answer_ms: float = 3000.0
    sound_ms: float = 1000.0
    likeness: float = 0.6  # share of the expected characters, in order, that make a match


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A recognised word; seconds from the first sound of the recording."""

    text: str
    start: float


@dataclass(frozen=True, slots=True)
class Check:
    """One judgement."""

    name: CheckName
    passed: bool
    value: float | None  # milliseconds, or the likeness
    detail: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole judgement of one call."""

    passed: bool
    checks: tuple[Check, ...]
    status: int
    answered_ms: float | None
    first_sound_ms: float | None
    packets: int
    packets_lost: int
    greeting: str  # recognised before the first thing said
    reply: str  # recognised after the last


def judge(report: CallReport, words: Sequence[HeardWord], expected: Expected) -> Verdict:
    """Every check that the call came far enough for; what it did not reach has failed."""
    greeting, reply = _split(report, words)
    checks = []
    if report.registered is not None:
        detail = f"状态 {report.registered}"
        checks.append(Check(CheckName.REGISTERED, report.registered == 200, None, detail))
    checks.append(_within(CheckName.ANSWERED, report.answered_ms, expected.answer_ms, report))
    if report.answered:
        checks.append(_within(CheckName.SOUND, report.first_sound_ms, expected.sound_ms, report))
        checks.append(_alike(CheckName.GREETING, expected.greeting, greeting, expected))
        checks.append(Check(CheckName.SAID, not report.unsaid, None, _said(report)))
        if report.utterances:
            checks.append(_alike(CheckName.REPLY, expected.reply, reply, expected))
    return Verdict(
        all(check.passed for check in checks),
        tuple(checks),
        report.status,
        report.answered_ms,
        report.first_sound_ms,
        report.packets,
        report.packets_lost,
        greeting,
        reply,
    )


def _split(report: CallReport, words: Sequence[HeardWord]) -> tuple[str, str]:
    """What was heard before the first and after the last utterance, by the clock of the answer."""
    offset = (report.first_sound_ms or 0.0) / 1000
    began = report.utterances[0].started if report.utterances else float("inf")
    ended = report.utterances[-1].started if report.utterances else float("inf")
    before = "".join(word.text for word in words if word.start + offset < began)
    after = "".join(word.text for word in words if word.start + offset >= ended)
    return before, after


def _within(name: CheckName, took: float | None, limit: float, report: CallReport) -> Check:
    if took is None:
        detail = f"{report.status} {report.reason}".strip() if not report.answered else "没有声音"
        return Check(name, False, None, detail)
    return Check(name, took <= limit, took, f"{took:.0f} 毫秒（限 {limit:.0f}）")


def _alike(name: CheckName, wanted: str, heard: str, expected: Expected) -> Check:
    if not wanted:
        return Check(name, len(heard) > 1, None, heard or "没有听到话语")
    found = likeness(wanted, heard)
    return Check(name, found >= expected.likeness, round(found, 3), heard or "没有听到话语")


def _said(report: CallReport) -> str:
    return f"{len(report.utterances)} 句" + (
        f"，{report.unsaid} 句没有轮到" if report.unsaid else ""
    )


def likeness(wanted: str, heard: str) -> float:
    """The share of the wanted characters (punctuation left out) that were heard, in order."""
    plain = "".join(c for c in wanted if c.isalnum())
    return LCSseq.similarity(plain, heard) / len(plain) if plain else 1.0
