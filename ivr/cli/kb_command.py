"""`ivr kb`: check, search, show, import and count the articles; what nobody answered."""

import argparse
from collections import Counter
from pathlib import Path

import msgspec

from ivr.app.parts import knowledge_of, read_ledger
from ivr.cli.common import add_json, add_site, console, count, plain, print_json, settings_of, table
from ivr.cli.kb_import import import_table
from ivr.clock import now
from ivr.errors import UserError
from ivr.knowledge.base import KnowledgeBase
from ivr.knowledge.decision import Action
from ivr.knowledge.faults import ArticleFault, Severity
from ivr.knowledge.gaps import gaps
from ivr.language.mask import mask_text
from ivr.settings.model import Settings
from ivr.store.journal import EventKind


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="every fault of the articles, with file and line")
    search = actions.add_parser("search", help="the articles nearest to a text")
    search.add_argument("text", metavar="TEXT")
    search.add_argument("--limit", type=count, default=10, metavar="N", help="how many (10)")
    show = actions.add_parser("show", help="an article, whole")
    show.add_argument("entry", metavar="ID")
    history = actions.add_parser("history", help="every version of an article, the oldest first")
    history.add_argument("entry", metavar="ID")
    unanswered = actions.add_parser("gaps", help="what callers asked and nobody answered")
    unanswered.add_argument("--calls", type=count, default=1000, metavar="N", help="newest (1000)")
    imported = actions.add_parser("import", help="articles from a table, CSV or XLSX")
    imported.add_argument("file", type=Path, metavar="FILE")
    stats = actions.add_parser("stats", help="how many articles, of what")
    for action in (check, search, show, history, unanswered, imported, stats):
        add_json(action)
        add_site(action)


def run(args: argparse.Namespace) -> int:
    """Do what was asked."""
    settings = settings_of(args)
    if args.action == "import":
        return _import(settings, args.file, as_json=args.json)
    knowledge, faults = knowledge_of(settings)
    if args.action == "check":
        return _check(faults, len(knowledge), as_json=args.json)
    if args.action == "search":
        return _search(knowledge, args)
    if args.action == "show":
        return _show(knowledge, args.entry, as_json=args.json)
    if args.action == "history":
        return _history(knowledge, args.entry, as_json=args.json)
    if args.action == "gaps":
        return _gaps(settings, knowledge, args)
    return _stats(knowledge, as_json=args.json)


def _check(faults: list[ArticleFault], articles: int, *, as_json: bool) -> int:
    for fault in faults:
        if as_json:
            print_json(fault)
        else:
            console.print(f"{fault.severity} {fault}", markup=False, soft_wrap=True)
    errors = sum(1 for fault in faults if fault.severity is Severity.ERROR)
    if not as_json:
        notices = len(faults) - errors
        console.print(f"{articles} articles, {errors} left out, {notices} notices")
    return 1 if errors else 0


def _search(knowledge: KnowledgeBase, args: argparse.Namespace) -> int:
    shown = table("", "ID", "问题", "得分", "可播报")
    for found in knowledge.search(args.text, args.limit):
        article = found.article
        if args.json:
            print_json({"entry": article.id, "title": article.question, "rank": found.rank})
        else:
            speakable = "是" if article.speakable else "缺本地变量"
            shown.add_row(article.id, plain(article.question), f"{found.rank:.2f}", speakable)
    if not args.json:
        console.print(shown)
    return 0


def _show(knowledge: KnowledgeBase, entry: str, *, as_json: bool) -> int:
    try:
        article = knowledge.article(entry)
    except KeyError:
        raise UserError(f"there is no article {entry!r}; `ivr kb search TEXT` finds one") from None
    if as_json:
        print_json(article)
        return 0
    for name, value in msgspec.to_builtins(article).items():
        words = "、".join(map(str, value)) if isinstance(value, list | tuple) else value
        console.print(f"[bold]{name}[/] {plain(words)}", highlight=False)
    return 0


def _history(knowledge: KnowledgeBase, entry: str, *, as_json: bool) -> int:
    versions = knowledge.versions(entry)
    if not versions:
        raise UserError(f"there is no article {entry!r}; `ivr kb search TEXT` finds one")
    shown = table("", "生效", "失效", "答案", "审核", "文件")
    for article in versions:
        if as_json:
            print_json(article)
        place = f"{Path(article.file).name}:{article.line}"
        start, end = str(article.valid_from or ""), str(article.valid_until or "")
        shown.add_row(start, end, plain(article.answer), plain(article.reviewer), place)
    if not as_json:
        console.print(shown)
    return 0


def _gaps(settings: Settings, knowledge: KnowledgeBase, args: argparse.Namespace) -> int:
    ledger = read_ledger(settings)
    try:
        asked = [
            mask_text(str(entry.data.get("text", "")))
            for call in ledger.calls(args.calls)
            for entry in ledger.journal(call.call)
            if entry.kind is EventKind.UNDERSTOOD and entry.data.get("finding") == Action.HANDOFF
        ]
    finally:
        ledger.close()
    shown = table("", "次数", "问题", "其他说法", "最近条目")
    for gap in gaps(knowledge, asked):
        if args.json:
            print_json(gap)
        others = "；".join(gap.others[:3])
        shown.add_row(str(gap.count), plain(gap.text), plain(others), gap.nearest)
    if not args.json:
        console.print(shown)
    return 0


def _import(settings: Settings, file: Path, *, as_json: bool) -> int:
    folder, local = settings.knowledge_base / "articles", dict(settings.tables.local)
    written, newer = import_table(file, folder, now().date(), local)
    if as_json:
        print_json({"articles": written, "new_versions": newer})
    else:
        console.print(f"{written} articles, {newer} of them new versions; now run ivr kb check")
    return 0


def _stats(knowledge: KnowledgeBase, *, as_json: bool) -> int:
    units = Counter(article.unit for article in knowledge.articles)
    figures = {
        "articles": len(knowledge),
        "police": sum(1 for article in knowledge.articles if article.police),
        "speakable": sum(1 for article in knowledge.articles if article.speakable),
        "units": dict(units.most_common()),
    }
    if as_json:
        print_json(figures)
        return 0
    console.print(
        f"{figures['articles']} articles, {figures['police']} of the police, "
        f"{figures['speakable']} can be read to callers now"
    )
    for unit, articles in units.most_common():
        console.print(f"  {articles:4} {unit}", highlight=False)
    return 0
