"""Settings of the pages."""

import ipaddress
from enum import StrEnum

import msgspec


class Role(StrEnum):
    """What an account may do; everybody signed on may look."""

    OPERATOR = "operator"  # 坐席: acts at the seat of the same name, and on tickets
    MANAGER = "manager"  # 值班长: acts at every seat, and on tickets
    AUDITOR = "auditor"  # 质检: looks only


class Account(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """账号 One person who may sign on to the pages."""

    name: str  # an operator's is the seat's name in [[queue.operators]]
    password: str  # what `ivr password` prints; never the password itself
    role: Role = Role.OPERATOR


class WebConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section `[web]` of the site's configuration."""

    host: str = "127.0.0.1"
    port: int = 8345  # 0: any free port
    address: str = ""  # as operators reach these pages, https://one.example; shown on other nodes
    https: bool = False  # true where a gateway in front speaks HTTPS: the cookie goes that way only
    session_hours: float = 12.0  # then everybody signs on again
    accounts: list[Account] = msgspec.field(default_factory=list)

    @property
    def open_to_all(self) -> bool:
        """Reachable from other machines, and nobody has to say who they are."""
        return not self.accounts and not ipaddress.ip_address(self.host).is_loopback
