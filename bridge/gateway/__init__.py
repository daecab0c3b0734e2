"""The telephone's shell: sockets, timers, and the glue between SIP legs and the media plane."""

from bridge.gateway.config import GatewayConfig
from bridge.gateway.gateway import Gateway

__all__ = ["Gateway", "GatewayConfig"]
