"""The settings of a site: one struct that is made of each package's own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bridge.gateway.config import GatewayConfig
from bridge.media.config import MediaConfig
from ivr.calls.config import CallsConfig
from ivr.desk.config import WebConfig
from ivr.flow.config import FlowConfig
from ivr.linkage.config import LinkageConfig
from ivr.queueing.config import OutboundConfig, QueueConfig
from ivr.speech.config import SpeechConfig, VoiceConfig
from ivr.store.config import BoardConfig, PrivacyConfig, StoreConfig
from ivr.tickets.config import TicketsConfig


class Folders(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the site's files lie; relative to the folder above the main configuration file."""

    data: str = "data"
    dialplans: str = "dialplans"
    knowledge_base: str = "knowledge_base"


class LogConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the service tells what it does."""

    level: str = "info"
    json: bool = False


class Tables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tables a site's TOML files may hold; every one of them may be left out."""

    folders: Folders = Folders()
    log: LogConfig = LogConfig()
    telephone: GatewayConfig = GatewayConfig()
    media: MediaConfig = MediaConfig()
    web: WebConfig = WebConfig()
    store: StoreConfig = StoreConfig()
    board: BoardConfig = BoardConfig()
    privacy: PrivacyConfig = PrivacyConfig()
    speech: SpeechConfig = SpeechConfig()
    voice: VoiceConfig = VoiceConfig()
    flow: FlowConfig = FlowConfig()
    calls: CallsConfig = CallsConfig()
    queue: QueueConfig = QueueConfig()
    outbound: OutboundConfig = OutboundConfig()
    linkage: LinkageConfig = LinkageConfig()
    tickets: TicketsConfig = TicketsConfig()
    local: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Settings:
    """The tables, and the folders as absolute paths."""

    tables: Tables
    base: Path  # the folder above the main configuration file
    data: Path
    dialplans: Path
    knowledge_base: Path
    files: tuple[Path, ...]  # what was read
    place: Callable[[str], tuple[str, int | None]]  # `queue.operators[0].target` → file, line
