"""What is said to who asks of a ticket, written or still to be written: one home of the words."""

from ivr.flow.events import Matter
from ivr.flow.speak import spoken_count

DAYS = frozenset({"respond", "close"})


def ticket_answers() -> dict[str, str]:
    """The answers by what is asked; 什么时候 has three, by what the deadline says."""
    return {
        "number": "登记好以后，我马上把工单号告诉您。",
        "reach": "承办单位会按您的来电号码联系您，要打别的号码，您现在说就行。",
        "details": "您现在说就行，我给您补充到工单里；不说也可以，承办单位核实时会联系您。",
        "urged": "好的，我们会请承办单位尽快办理，并给您回复。",
        "respond": "好的，我们会请承办单位尽快办理，按规定{respond}个工作日内给您回复。",
        "settle": (
            "好的，我们会请承办单位尽快办理，"
            "按规定{respond}个工作日内给您回复，{close}个工作日内办结。"
        ),
        "progress": "您可以随时再拨打12345，说查询进度，报工单号就能查到办理情况。",
        "unit": "我们会按职责转给承办单位办理，办理情况会给您回复。",
        "unhappy": "办理之后会有回访，您不满意可以告诉回访人员，也可以再打12345反映。",
    }


def deadline_of(matter: Matter | None) -> tuple[str, dict[str, str]]:
    """Which answer fits the deadline of a matter, and its days, as far as the call knows it."""
    if matter is None or matter.respond_days is None:
        return "urged", {}
    days = {"respond": spoken_count(matter.respond_days)}
    if matter.close_days is None:
        return "respond", days
    return "settle", days | {"close": spoken_count(matter.close_days)}
