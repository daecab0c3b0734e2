"""`ivr kb`: check, search, show and count the articles of the knowledge base."""

import argparse
from collections import Counter

import msgspec

from ivr.app.parts import knowledge_of
from ivr.cli.common import add_json, add_site, console, print_json, settings_of, table
from ivr.errors import UserError
from ivr.knowledge.base import KnowledgeBase
from ivr.knowledge.faults import ArticleFault, Severity


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="every fault of the articles, with file and line")
    search = actions.add_parser("search", help="the articles nearest to a text")
    search.add_argument("text", metavar="TEXT")
    search.add_argument("--limit", type=int, default=10, metavar="N", help="how many (10)")
    show = actions.add_parser("show", help="an article, whole")
    show.add_argument("entry", metavar="ID")
    stats = actions.add_parser("stats", help="how many articles, of what")
    for action in (check, search, show, stats):
        add_json(action)
        add_site(action)


def run(args: argparse.Namespace) -> int:
    """Do what was asked."""
    knowledge, faults = knowledge_of(settings_of(args))
    if args.action == "check":
        return _check(faults, len(knowledge), as_json=args.json)
    if args.action == "search":
        return _search(knowledge, args)
    if args.action == "show":
        return _show(knowledge, args.entry, as_json=args.json)
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
            shown.add_row(article.id, article.question, f"{found.rank:.2f}", speakable)
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
        console.print(f"[bold]{name}[/] {words}", highlight=False)
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
    for unit, count in units.most_common():
        console.print(f"  {count:4} {unit}", highlight=False)
    return 0
