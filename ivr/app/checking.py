"""Everything that can be wrong with a site before the first call, found in one go.

Errors keep the service from starting; a broken knowledge article does not (it is left out), and
notices are for somebody to look at.
"""

from dataclasses import dataclass, field

from ivr.app.accounts import account_faults
from ivr.app.names import names_of
from ivr.app.parts import knowledge_of
from ivr.app.skills import Unstaffed, unstaffed
from ivr.app.targets import target_faults
from ivr.errors import ConfigError, Fault, ModelMissingError
from ivr.flow.checker import check_flow, prompts_of
from ivr.flow.loader import load_flows
from ivr.flow.model import Flow
from ivr.knowledge.base import KnowledgeBase
from ivr.knowledge.faults import Severity
from ivr.language.names import Names
from ivr.settings.model import Settings
from ivr.speech.models import folder_of
from ivr.speech.voice import Voice
from ivr.tickets.understanding import Understanding


@dataclass(slots=True)
class Checked:
    """What was loaded on the way, and what is wrong."""

    flows: dict[str, Flow] = field(default_factory=dict)
    knowledge: KnowledgeBase | None = None
    understanding: Understanding | None = None
    names: Names | None = None  # that recognition is corrected with
    errors: list[Fault] = field(default_factory=list)  # the service refuses to start
    left_out: list[Fault] = field(default_factory=list)  # articles and names that are not loaded
    notices: list[Fault] = field(default_factory=list)
    unstaffed: list[Unstaffed] = field(default_factory=list)  # skills nobody has; also notices


def check_site(settings: Settings) -> Checked:
    """Load and check all of it; never raises for what people wrote."""
    found = Checked()
    _flows(settings, found)
    _knowledge(settings, found)
    home = settings.tables.tickets.home
    found.understanding, faults = Understanding.load(settings.knowledge_base, home or None)
    found.errors += faults
    found.names, wrong = names_of(settings, found.understanding)
    found.left_out += wrong
    for faults_of in (target_faults, account_faults):
        errors, notices = faults_of(settings)
        found.errors += errors
        found.notices += notices
    found.unstaffed = unstaffed(found.flows, settings.tables.queue.operators)
    found.notices += [each.fault for each in found.unstaffed]
    try:
        folder_of(settings.tables.speech.models, settings.tables.speech.model)
    except ModelMissingError as error:
        found.errors.append(Fault(str(settings.tables.speech.models), None, str(error)))
    except ConfigError as error:
        found.errors += error.faults
    return found


def _flows(settings: Settings, found: Checked) -> None:
    config = settings.tables.flow
    found.flows, faults = load_flows(settings.dialplans)
    found.errors += faults
    voice = Voice(settings.tables.voice)
    sentences: list[tuple[str, int | None, str]] = []
    for flow in found.flows.values():
        found.errors += check_flow(flow, config.variables)
        words = config.words("12345")
        sentences += [(flow.file, line, text) for line, text in prompts_of(flow, words)]
    found.errors += voice.faults(sentences)
    default = {"every other number": config.default}
    for called, name in {**config.numbers, **default}.items():
        if name not in found.flows:
            known = ", ".join(found.flows) or "none"
            found.errors.append(
                Fault(
                    *settings.place(f"flow.{'default' if called in default else 'numbers'}"),
                    f"[flow] {called} is answered by the flow {name!r}, which does not exist",
                    f"flows: {known}",
                )
            )


def _knowledge(settings: Settings, found: Checked) -> None:
    found.knowledge, faults = knowledge_of(settings)
    for fault in faults:
        kept = found.notices if fault.severity is Severity.NOTICE else found.left_out
        kept.append(fault)
    if not len(found.knowledge):
        found.errors.append(
            Fault(
                str(settings.knowledge_base),
                None,
                "holds no article that can be used",
                "restore knowledge_base/articles, or point [folders] knowledge_base at yours",
            )
        )
