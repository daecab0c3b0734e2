"""Settings of drafting."""

import msgspec


class TicketsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The part `[tickets]` of the site's configuration."""

    home: str = ""  # the city this line serves (沈阳市): sought first; empty: the whole province
    spot_checks: tuple[float, float, float] = (0.1, 0.2, 0.2)  # share looked at again at each level
