"""Settings of the pages."""

import msgspec


class WebConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section `[web]` of the site's configuration."""

    host: str = "127.0.0.1"
    port: int = 8345  # 0: any free port
