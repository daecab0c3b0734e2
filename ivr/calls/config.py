"""Settings of live calls."""

import msgspec


class CallsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a call is carried."""

    record: bool = True
    fallback_clip: str = ""  # an .al file that is played when no voice can be made
    farewell_on_stop: str = "很抱歉，系统需要维护，我们会尽快给您回电，再见。"
    stop_seconds: float = 12.0  # the farewell may take this long
