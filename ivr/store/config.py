"""How and where the ledger is kept."""

import msgspec


class StoreConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The part `[store]` of `config/hotline.toml`."""

    database: str = ""  # SQLAlchemy address; empty: SQLite in the data folder
    busy_seconds: float = 2.0  # how long a write waits for a lock before it is tried again later
    max_pending: int = 100_000  # entries kept in memory while the disk takes none


class PrivacyConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The part `[privacy]`: who may see what is masked, and how long what is kept."""

    raw_by: tuple[str, ...] = ()  # who may export unmasked; each time is written down
    keep_recordings_days: int = 365  # 0 keeps all, here and below; those of open tickets stay
    keep_clips_days: int = 30  # spoken texts; some repeat a caller's words
    keep_calls_days: int = 1095  # journal and call records; those of an open ticket stay
    keep_tickets_days: int = 1825  # closed, void and merged tickets, from their last step on


class BoardConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The part `[board]`: how several nodes become one hotline."""

    url: str = ""  # redis://host:port/db; empty: this is the only node
    node: int = 0  # 1 to 9, each node its own, stands in its ticket numbers; 0: the only node
    lease_seconds: float = 5.0  # a node that is silent for so long is dead
