"""`ivr ask TEXT`: the decision of the knowledge base, without a call."""

import argparse
from typing import Any

from ivr.app.parts import knowledge_of
from ivr.cli.common import add_json, add_site, console, each, plain, settings_of
from ivr.knowledge.decision import Decision


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what a caller says; - reads lines")
    add_json(parser)
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    """Decide on each text."""
    knowledge, _faults = knowledge_of(settings_of(args))

    def make(text: str) -> Any:
        return {"text": text, **_as_json(knowledge.decide(text))}

    return each(args.text, as_json=args.json, make=make, show=_show)


def _as_json(decision: Decision) -> dict[str, Any]:
    return {
        "action": decision.action,
        "entry": decision.entry,
        "title": decision.title,
        "answer": decision.answer,
        "full_answer": decision.full_answer,
        "score": decision.score,
        "alternatives": decision.alternatives,
        "question": decision.question,
        "reason": decision.reason,
        "police": decision.police,
    }


def _show(text: str, made: dict[str, Any]) -> None:
    words = {
        "answer": "[green]即时答复[/]",
        "clarify": "[yellow]反问确认[/]",
        "handoff": "转人工或工单",
    }
    console.print(f"[bold]{plain(text)}[/]")
    console.print(f"  {words[str(made['action'])]}  把握 {made['score']:.0%}  {made['reason']}")
    if made["title"]:
        console.print(f"  条目 {made['entry']} {plain(made['title'])}")
    if made["answer"]:
        console.print(f"  {plain(made['answer'])}")
    if made["question"]:
        console.print(f"  {plain(made['question'])}")
    for candidate in made["alternatives"]:
        console.print(
            f"  [dim]另有 {candidate.entry} {plain(candidate.title)} {candidate.score:.0%}[/]"
        )
