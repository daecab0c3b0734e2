"""Settings of the call flows."""

import msgspec

GREETING = "您好，12345政务服务便民热线平台。请问有什么可以帮您？"  # 省级规范用语，逐字
NOTICE = "通话将会录音，由智能语音助手先为您服务，说“人工”可转话务员。"


class FlowConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which flow answers which number, and the words a site may change."""

    numbers: dict[str, str] = msgspec.field(
        default_factory=lambda: {"12345": "12345", "8890": "12345"}
    )  # called number -> flow
    default: str = "12345"  # flow of every other called number
    variables: dict[str, str] = msgspec.field(default_factory=dict)  # {placeholder} -> words
    by_number: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)

    def words(self, called: str) -> dict[str, str]:
        """The placeholders every prompt may use, for a call to `called`."""
        return {
            "greeting": GREETING,
            "notice": NOTICE,
            **self.variables,
            **self.by_number.get(called, {}),
        }

    def flow_of(self, called: str) -> str:
        """The name of the flow that answers `called`."""
        return self.numbers.get(called, self.default)
