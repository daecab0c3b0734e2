"""Reads the article files. A broken article never stops the rest, and is named by file and line."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ivr.knowledge.article import (
    SPOKEN_LIMIT,
    Article,
    asked_as,
    fill,
    unfilled_in,
    unspeakable,
)
from ivr.knowledge.bulk import uncollected
from ivr.knowledge.faults import ArticleFault, Severity

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT = ("id", "question", "answer", "full", "unit", "region", "source", "reviewer")
_LISTS = ("ways", "keys")
_DATES = ("valid_from", "valid_until")
_FIELDS = frozenset((*_TEXT, *_LISTS, *_DATES, "police"))
_NEEDED = ("id", "question", "answer")
_NEXT = re.compile(r"^\s*-\s+id\s*:")
_LOSS_ASKED = re.compile(
    "[证卡本照单票折簿据标书表条]子?(?:让我|给我|早|都|也|被|我)?[弄整搞]?(?:丢|遗失|找不着)"
    "|(?:证明|合同|回执)(?:丢|遗失|找不着)|(?:丢|遗失|找不着)[^，。]{0,6}补"
    "|补办|挂失|补领[^，。]{0,2}[证卡本照标]"
)
_LOSS_TOLD = re.compile("丢|遗失|补[办领发证]|挂失|重新")


@dataclass(frozen=True, slots=True)
class _WrongError(Exception):
    line: int
    message: str
    remedy: str = ""


def load_articles(
    folder: Path, variables: Mapping[str, str], today: date
) -> tuple[list[Article], list[ArticleFault]]:
    """Every sound article under the folder, filled and valid today, and all that is wrong."""
    raw, faults = parse_articles(folder)
    finished, more = finish_articles(raw, variables, today)
    return [article for article in finished if article], [*faults, *more]


def article_files(folder: Path) -> list[Path]:
    """The article files under a folder, in order."""
    return sorted(folder.rglob("*.yaml"))


def parse_articles(folder: Path) -> tuple[list[Article], list[ArticleFault]]:
    """Every article as it is written, whatever the day, and what cannot be read."""
    faults: list[ArticleFault] = []
    if not folder.is_dir():
        remedy = "put the article files (*.yaml) there"
        return [], [ArticleFault(str(folder), None, "no such folder", remedy)]
    return [a for path in article_files(folder) for a in _read(path, faults)], faults


def finish_articles(
    raw: Sequence[Article], variables: Mapping[str, str], today: date
) -> tuple[list[Article | None], list[ArticleFault]]:
    """Each article with the site's values; None where it may not be used today."""
    with uncollected():
        return _finished(raw, variables, today)


def _finished(
    raw: Sequence[Article], variables: Mapping[str, str], today: date
) -> tuple[list[Article | None], list[ArticleFault]]:
    articles: dict[str, Article] = {}
    asked: dict[str, Article] = {}
    faults: list[ArticleFault] = []
    in_force = {article.id for article in raw if article.valid_on(today)}
    found: list[Article | None] = []
    for article in raw:
        if not article.valid_on(today):
            if article.id not in in_force:  # otherwise it is history, or waits for its day
                faults.append(_out_of_date(article, today))
            found.append(None)
            continue
        finished = _finish(article, variables, faults)
        if finished is None or _known(finished, articles, faults):
            found.append(None)
            continue
        articles[finished.id] = finished
        _note_same_words(finished, asked, faults)
        _note_untold_loss(finished, faults)
        found.append(finished)
    return found, faults


def _read(path: Path, faults: list[ArticleFault]) -> Iterator[Article]:
    """The articles of one file; where the file as a whole is no YAML, each article by itself."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        faults.append(ArticleFault(str(path), None, f"cannot be read: {error}", "save it as UTF-8"))
        return
    lines = text.splitlines(keepends=True)
    starts = [n for n, line in enumerate(lines) if _NEXT.match(line)]
    try:
        yield from _read_part(path, text, 0, None, faults)
        return
    except yaml.YAMLError as error:
        if not starts:
            faults.append(_syntax(path, error, 0))
            return
    head = "".join(lines[: starts[0]])
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        part, shift = head + "".join(lines[start:end]), start - starts[0]
        try:
            yield from _read_part(path, part, shift, starts[0], faults)
        except yaml.YAMLError as error:
            faults.append(_syntax(path, error, shift))


def _syntax(path: Path, error: yaml.YAMLError, shift: int) -> ArticleFault:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 + shift if mark else None
    problem = getattr(error, "problem", None) or "is not YAML"
    return ArticleFault(str(path), line, str(problem), "mend the indentation, quotes or brackets")


def _read_part(
    path: Path, text: str, shift: int, head_lines: int | None, faults: list[ArticleFault]
) -> Iterator[Article]:
    root = yaml.compose(text, Loader=_Loader)
    if root is None:
        return

    def line_of(node: yaml.Node) -> int:
        line = int(node.start_mark.line)
        return line + 1 + (shift if head_lines is not None and line >= head_lines else 0)

    def fault(wrong: _WrongError, entry: str = "") -> None:
        faults.append(ArticleFault(str(path), wrong.line, wrong.message, wrong.remedy, entry=entry))

    shared: dict[str, Any] = {}
    items: list[yaml.Node] = []
    try:
        for key, node in _pairs(root, line_of):
            if key == "defaults":
                shared = _values(node, line_of)
            elif key == "articles" and isinstance(node, yaml.SequenceNode):
                items = node.value
            else:
                remedy = "a file holds `defaults` and a list `articles`"
                wrong = "articles is no list" if key == "articles" else f"unknown part {key!r}"
                raise _WrongError(line_of(node), wrong, remedy)
    except _WrongError as wrong:
        fault(wrong)
    for item in items:
        values: dict[str, Any] = {}
        try:
            values = _values(item, line_of)
            yield _article({**shared, **values}, str(path), line_of(item))
        except _WrongError as wrong:
            fault(wrong, str(values.get("id", "")))


def _pairs(node: yaml.Node, line_of: Any) -> Iterator[tuple[str, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise _WrongError(line_of(node), "names with values expected", "write `name: value`")
    for key, value in node.value:
        yield str(key.value), value


def _values(node: yaml.Node, line_of: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in _pairs(node, line_of):
        line = line_of(value)
        if key not in _FIELDS:
            raise _WrongError(
                line, f"unknown field {key!r}", f"known: {', '.join(sorted(_FIELDS))}"
            )
        if key in values:
            raise _WrongError(line, f"field {key!r} stands twice", "keep one")
        if key in _LISTS:
            values[key] = _list(value, key, line)
        elif not isinstance(value, yaml.ScalarNode):
            raise _WrongError(
                line, f"{key!r} must be plain text", "put it in quotes if it has brackets"
            )
        elif key in _DATES:
            values[key] = _date(value.value, key, line)
        elif key == "police":
            values[key] = _flag(value.value, line)
        else:
            values[key] = value.value.strip()
    return values


def _list(node: yaml.Node, key: str, line: int) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode) or not all(
        isinstance(item, yaml.ScalarNode) for item in node.value
    ):
        raise _WrongError(
            line, f"{key!r} must be a list of texts", "write `- text` or [text, text]"
        )
    return tuple(item.value.strip() for item in node.value if item.value.strip())


def _date(text: str, key: str, line: int) -> date | None:
    if not text or text in ("null", "~"):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _WrongError(line, f"{key}: {text!r} is no date", "write it as 2026-01-31") from error


def _flag(text: str, line: int) -> bool:
    if text.lower() not in ("true", "false"):
        raise _WrongError(line, f"police: {text!r}", "write true or false")
    return text.lower() == "true"


def _article(values: dict[str, Any], file: str, line: int) -> Article:
    missing = [name for name in _NEEDED if not values.get(name)]
    if missing:
        raise _WrongError(line, f"no {' and no '.join(missing)}", "fill it in")
    values["keys"] = tuple(tuple(g.split("|")) for g in values.get("keys", ()))
    values.setdefault("ways", ())
    values["full"] = values.get("full") or values["answer"]
    return Article(file=file, line=line, **values)


def _out_of_date(article: Article, today: date) -> ArticleFault:
    if article.valid_from and article.valid_until and article.valid_until < article.valid_from:
        message = f"{article.id}: ends on {article.valid_until}, before it begins"
        remedy = f"valid_from is {article.valid_from}; put one of them right"
        return ArticleFault(article.file, article.line, message, remedy, entry=article.id)
    late = article.valid_until is not None and today > article.valid_until
    word = f"expired on {article.valid_until}" if late else f"valid from {article.valid_from}"
    return ArticleFault(
        article.file,
        article.line,
        f"{article.id}: {word}",
        "renew it or take it out",
        Severity.NOTICE,
        article.id,
    )


def _finish(
    article: Article, variables: Mapping[str, str], faults: list[ArticleFault]
) -> Article | None:
    """The article with the site's values, or nothing where it may not be used."""

    def note(message: str, remedy: str, severity: Severity = Severity.ERROR) -> None:
        faults.append(
            ArticleFault(article.file, article.line, message, remedy, severity, article.id)
        )

    if "{" not in article.answer and "{" not in article.full:
        return article if _sayable(article, note) else None
    answer, missing = fill(article.answer, variables)
    full, missing_full = fill(article.full, variables)
    unfilled = tuple(dict.fromkeys((*missing, *missing_full)))
    lacking = dict.fromkeys(unfilled_in(f"{article.answer}{article.full}", variables))
    if lacking:
        until_then = "the operator answers" if unfilled else "its clause is left out"
        remedy = f"fill it in config/local.toml; until then {until_then}"
        names = "、".join(lacking)
        note(f"{article.id}: local value not filled: {names}", remedy, Severity.NOTICE)
    filled = replace(article, answer=answer, full=full, unfilled=unfilled)
    return filled if unfilled or _sayable(filled, note) else None


def _sayable(article: Article, note: Callable[[str, str], None]) -> bool:
    """Whether the answer is short enough and holds nothing that a voice cannot say."""
    if len(article.answer) > SPOKEN_LIMIT:
        note(
            f"{article.id}: answer has {len(article.answer)} characters, more than {SPOKEN_LIMIT}",
            "shorten `answer`; what does not fit belongs in `full`",
        )
        return False
    wrong = unspeakable(f"{article.answer}\n{article.full}\n{article.question}")
    if wrong:
        note(f"{article.id}: {wrong!r} cannot be spoken", "write it as it is said")
    return not wrong


def _known(article: Article, known: Mapping[str, Article], faults: list[ArticleFault]) -> bool:
    first = known.get(article.id)
    if first is None:
        return False
    message = f"id {article.id} is already used in {Path(first.file).name}:{first.line}"
    faults.append(
        ArticleFault(article.file, article.line, message, "choose another id", entry=article.id)
    )
    return True


def _note_same_words(
    article: Article, asked: dict[str, Article], faults: list[ArticleFault]
) -> None:
    for way in (article.question, *article.ways):
        first = asked.setdefault(way, article)
        if first.id != article.id:
            message = f"{article.id}: {way!r} also asks for {first.id}"
            place = f"{Path(first.file).name}:{first.line}"
            remedy = f"take it out here or in {place}"
            faults.append(
                ArticleFault(
                    article.file, article.line, message, remedy, Severity.NOTICE, article.id
                )
            )


def _note_untold_loss(article: Article, faults: list[ArticleFault]) -> None:
    """Somebody asks how a lost paper is replaced, and the article says nothing of it."""
    way = next((way for way in asked_as(article) if _LOSS_ASKED.search(way)), None)
    if way and not _LOSS_TOLD.search(f"{article.answer}\n{article.full}"):
        message = f"{article.id}: {way!r} asks for what was lost; the answer does not speak of it"
        remedy = "say in `answer` and `full` how it is replaced, or take the way out"
        faults.append(
            ArticleFault(article.file, article.line, message, remedy, Severity.NOTICE, article.id)
        )
