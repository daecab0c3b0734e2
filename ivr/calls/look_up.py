"""查询进度 reads how a caller's own tickets stand. Nobody else's are ever looked at."""

from datetime import date

from ivr.calls.ports import Records
from ivr.flow.events import Progress
from ivr.labels import TICKET_STATES
from ivr.tickets.deadlines import is_certain
from ivr.tickets.merging import is_somebody
from ivr.tickets.model import Deadline, Ticket, TicketState

OVER = {TicketState.CLOSED, TicketState.VOID, TicketState.MERGED}
BEFORE_FEEDBACK = {
    TicketState.DRAFT,
    TicketState.ACCEPTED,
    TicketState.ROUTED,
    TicketState.RETURNED,
}


def progress_of(records: Records, caller: str, number: str) -> tuple[Progress, ...]:
    """The caller's tickets whose number ends so; without a number those in hand, else the last."""
    if not is_somebody(caller):
        return ()
    own = [t for t in records.tickets_of(caller) if t.caller == caller]
    if number:
        return tuple(_told(t) for t in own if t.number.endswith(number))
    in_hand = [t for t in own if t.state not in OVER]
    return tuple(_told(t) for t in in_hand or own[:1])


def _told(ticket: Ticket) -> Progress:
    standing = f"目前{TICKET_STATES.get(str(ticket.state), '正在办理')}"
    deadline = ticket.draft.deadline
    if deadline is not None and ticket.state in BEFORE_FEEDBACK:
        standing += f"，{_by(deadline, deadline.respond_by)}给您反馈"
    elif deadline is not None and ticket.state is TicketState.HANDLING:
        standing += f"，{_by(deadline, deadline.close_by)}办结"
    summary = ticket.draft.summary or ticket.draft.text
    return Progress(ticket.number, summary, standing)


def _by(deadline: Deadline, day: date) -> str:
    """A day that the official calendar does not reach is no promise."""
    return ("最晚" if is_certain(deadline, day) else "预计") + _day(day)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
