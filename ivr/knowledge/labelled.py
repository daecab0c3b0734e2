"""标注: labelled things that callers say, for learning, tuning and measuring.

A labelled line holds its part (dev, fresh, test or blind: docs/KNOWLEDGE.md), the articles that
answer it (joined by |), and what the caller says. In the place of articles stands `none` where a
question is asked that none answers, and `appeal` where nothing is asked: a complaint, a report, a
request for help (诉求) becomes a ticket.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

_NONE, _APPEAL = "none", "appeal"
FILE = Path("eval") / "questions.tsv"  # in the folder of the knowledge base


@dataclass(frozen=True, slots=True)
class Labelled:
    """One thing a caller says, and the articles that answer it (none: an empty set)."""

    part: str
    answers: frozenset[str]
    text: str
    origin: str = ""  # of a misheard text: what was said
    appeal: bool = False  # 诉求: nothing is asked, something is to be done

    @property
    def said(self) -> str:
        return self.origin or self.text


def read_labelled(path: Path) -> list[Labelled]:
    """The labelled lines of a file; lines that begin with # are notes."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            part, answers, text = line.split("\t")
            names = frozenset(answers.split("|")) - {_NONE, _APPEAL}
            found.append(Labelled(part, names, text, appeal=answers == _APPEAL))
    return found


_NOT_YET = "…"  # in the place of what somebody has not heard yet
Heard = dict[str, dict[str, str]]  # what was said: who heard it: what was heard
_HEARD_NOTE = (
    "# 标注的话经语音合成、电话音质，再经识别后的文字。由 ivr bench kb --hear 生成，勿手改。\n"
)


def read_heard(path: Path) -> Heard:
    """What `write_heard` kept; nothing where there is no such file."""
    if not path.is_file():
        return {}
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = [line.split("\t") for line in lines]
    names = rows[0][1:] if rows else []
    return {
        said: {n: text for n, text in zip(names, texts, strict=True) if text != _NOT_YET}
        for said, *texts in rows[1:]
    }


def write_heard(path: Path, names: Sequence[str], heard: Heard) -> None:
    """Keeps what each of `names` has heard."""
    rows = [(said, *(texts.get(n, _NOT_YET) for n in names)) for said, texts in heard.items()]
    lines = ["\t".join(row) + "\n" for row in [("said", *names), *rows]]
    path.write_text(_HEARD_NOTE + "".join(lines), encoding="utf-8")


def heard_of(said: Sequence[Labelled], heard: Heard) -> dict[str, list[Labelled]]:
    """By who heard them: the lines as heard, as far as they were."""
    names = dict.fromkeys(name for texts in heard.values() for name in texts)
    return {
        name: [
            replace(item, text=heard[item.text][name], origin=item.text)
            for item in said
            if name in heard.get(item.text, {})
        ]
        for name in names
    }


def learnt_of(folder: Path) -> dict[str, list[str]]:
    """What the dev part of a knowledge base's file teaches; nothing where there is none."""
    try:
        return learnt(item for item in read_labelled(folder / FILE) if item.part == "dev")
    except (OSError, ValueError):
        return {}


def learnt(labelled: Iterable[Labelled]) -> dict[str, list[str]]:
    """Further ways to ask for articles, by id: lines whose article is beyond doubt."""
    found: dict[str, list[str]] = {}
    for item in labelled:
        for entry in item.answers:
            found.setdefault(entry, []).append(item.text)
    return found
