"""Settings of drafting."""

import msgspec


class TicketsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The part `[tickets]` of the site's configuration."""

    home: str = ""  # the city this line serves (沈阳市): sought first; empty: the whole province
