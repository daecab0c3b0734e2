"""Builds single parts from the settings, for the service and for commands that need just one.

The imports stand inside the functions: a command loads only the part it needs.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from ivr.clock import now
from ivr.errors import ConfigError
from ivr.settings.model import Settings

if TYPE_CHECKING:
    from ivr.knowledge.base import KnowledgeBase
    from ivr.knowledge.faults import ArticleFault
    from ivr.store.ledger import Ledger
    from ivr.tickets.understanding import Understanding


def knowledge_of(settings: Settings) -> "tuple[KnowledgeBase, list[ArticleFault]]":
    """The knowledge base; articles with faults are left out and named."""
    from ivr.knowledge.base import KnowledgeBase

    return KnowledgeBase.load(
        settings.knowledge_base,
        dict(settings.tables.local),
        today=now().date(),
        cache=settings.base / ".cache" / "knowledge",
        clock=lambda: now().date(),
    )


def understanding_of(settings: Settings) -> "Understanding":
    """Taxonomy and gazetteer; a fault in them stops the service."""
    from ivr.tickets.understanding import Understanding

    home = settings.tables.tickets.home
    understanding, faults = Understanding.load(settings.knowledge_base, home or None)
    if faults:
        raise ConfigError(faults)
    return understanding


def model_folder(settings: Settings, name: str | None = None) -> Path:
    """The speech model to use; `ModelMissingError` says how to get one."""
    from ivr.speech.models import folder_of

    speech = settings.tables.speech
    return folder_of(speech.models, name or speech.model)


def read_ledger(settings: Settings) -> "Ledger":
    """The ledger for reading only."""
    from ivr.store.ledger import Ledger

    return Ledger(settings.tables.store, settings.data, read_only=True)


def open_ledger(settings: Settings) -> "Ledger":
    """The ledger for a command that changes it; close it afterwards."""
    from ivr.store.ledger import Ledger

    return Ledger(settings.tables.store, settings.data)
