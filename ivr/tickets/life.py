"""工单的一生 (DOMAIN.md S2): one table; a step that is not in it is refused with the reason.

docs/TICKETS.md draws this table; `diagram()` makes the drawing and a test compares the two.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from ivr.clock import CHINA
from ivr.labels import TICKET_MOVES, TICKET_STATES
from ivr.tickets.deadlines import (
    MOST_EXTENSION_DAYS,
    MOST_EXTENSIONS,
    RETURN_WITHIN,
    ExtensionRefusedError,
    check_extensions,
    deadline_for,
    return_by,
)
from ivr.tickets.model import Deadline, Step, Ticket, TicketState


class Move(StrEnum):
    """流转动作."""

    ACCEPT = "accept"  # 受理: an operator confirms the draft
    CANCEL = "cancel"  # 作废: a draft that is no matter
    ANSWER = "answer"  # 即时答复: settled in the call
    ROUTE = "route"  # 转办
    TAKE_UP = "take_up"  # 签收办理
    HAND_BACK = "hand_back"  # 退回: not the unit's duty, within 2 working days
    EXTEND = "extend"  # 延期
    INTERIM = "interim"  # 阶段性反馈
    FEED_BACK = "feed_back"  # 反馈
    RATE = "rate"  # 评价
    FOLLOW_UP = "follow_up"  # 回访
    SUPERVISE = "supervise"  # 督办
    SUMMON = "summon"  # 约谈
    CLOSE = "close"  # 办结
    REOPEN = "reopen"  # 重办
    MERGE = "merge"  # 并单: the same matter has a ticket already (merging.py)
    SEPARATE = "separate"  # 拆单: it was another matter after all
    EDIT = "edit"  # 更正: a person corrects the draft (editing.py); the state stays
    # What the caller says of it afterwards (additions.py); the state stays.
    ADD = "add"  # 补充
    AMEND = "amend"  # 来电人更正: what was read back is not so
    CONFIDE = "confide"  # 要求保密


S, M = TicketState, Move

TABLE: dict[tuple[TicketState, Move], TicketState] = {
    (S.DRAFT, M.ACCEPT): S.ACCEPTED,
    (S.DRAFT, M.CANCEL): S.VOID,
    (S.ACCEPTED, M.ANSWER): S.FED_BACK,
    (S.ACCEPTED, M.ROUTE): S.ROUTED,
    (S.ACCEPTED, M.CANCEL): S.VOID,
    (S.ROUTED, M.TAKE_UP): S.HANDLING,
    (S.ROUTED, M.HAND_BACK): S.RETURNED,
    (S.ROUTED, M.SUPERVISE): S.SUPERVISED,
    (S.RETURNED, M.ROUTE): S.ROUTED,
    (S.HANDLING, M.INTERIM): S.HANDLING,
    (S.HANDLING, M.FEED_BACK): S.FED_BACK,
    (S.HANDLING, M.EXTEND): S.HANDLING,
    (S.HANDLING, M.HAND_BACK): S.RETURNED,
    (S.HANDLING, M.SUPERVISE): S.SUPERVISED,
    (S.FED_BACK, M.RATE): S.RATED,
    (S.FED_BACK, M.FOLLOW_UP): S.FOLLOWED_UP,
    (S.FED_BACK, M.REOPEN): S.HANDLING,
    (S.RATED, M.FOLLOW_UP): S.FOLLOWED_UP,
    (S.RATED, M.CLOSE): S.CLOSED,
    (S.RATED, M.REOPEN): S.HANDLING,
    (S.RATED, M.SUPERVISE): S.SUPERVISED,
    (S.FOLLOWED_UP, M.CLOSE): S.CLOSED,
    (S.FOLLOWED_UP, M.REOPEN): S.HANDLING,
    (S.FOLLOWED_UP, M.SUPERVISE): S.SUPERVISED,
    (S.DRAFT, M.MERGE): S.MERGED,
    (S.ACCEPTED, M.MERGE): S.MERGED,
    (S.ROUTED, M.MERGE): S.MERGED,
    (S.RETURNED, M.MERGE): S.MERGED,
    (S.MERGED, M.SEPARATE): S.ACCEPTED,
    (S.SUPERVISED, M.TAKE_UP): S.HANDLING,
    (S.SUPERVISED, M.FEED_BACK): S.FED_BACK,
    (S.SUPERVISED, M.SUMMON): S.SUMMONED,
    (S.SUMMONED, M.TAKE_UP): S.HANDLING,
    (S.SUMMONED, M.FEED_BACK): S.FED_BACK,
    (S.CLOSED, M.REOPEN): S.HANDLING,
}

_REASON_NEEDED = frozenset(
    {M.CANCEL, M.HAND_BACK, M.EXTEND, M.SUPERVISE, M.SUMMON, M.REOPEN, M.MERGE, M.SEPARATE}
)
_MOVES_THE_DEADLINE = frozenset({M.EXTEND, M.REOPEN})
_OF_TWO_TICKETS = frozenset({M.MERGE, M.SEPARATE})
_MAY_RATE = frozenset({M.RATE, M.FOLLOW_UP})
RATINGS = range(1, 6)  # 1 dissatisfied, 3 fair, 5 satisfied
SATISFIED = 3  # below it the norm presses on: 督办, then 约谈 (DOMAIN.md S1)


class IllegalMoveError(ValueError):
    """The table does not allow it; the message says what would be allowed."""


def allowed(state: TicketState) -> tuple[Move, ...]:
    """What can be done with a ticket in this state."""
    return tuple(move for (at, move) in TABLE if at is state)


@dataclass(frozen=True, slots=True)
class NextStep:
    """下一步: a step a ticket can take now, as a page shows it on a button."""

    move: Move
    label: str
    needs_reason: bool
    needs_days: bool = False  # 延期: how many working days
    needs_rating: bool = False  # 评价: 1 to 5
    needs_ticket: bool = False  # 并单, 拆单: the number of the other ticket


def moves(ticket: Ticket, at: datetime | None = None) -> tuple[NextStep, ...]:
    """The legal next steps, in the order of the table; what is out of time or used up is left out.

    Without `at` a return is offered as long as the state allows it.
    """
    return tuple(
        NextStep(
            move,
            TICKET_MOVES[move],
            needs_reason(ticket, move),
            needs_days=move is M.EXTEND,
            needs_rating=move is M.RATE,
            needs_ticket=move in _OF_TWO_TICKETS,
        )
        for move in allowed(ticket.state)
        if not _used_up(ticket, move, at)
    )


def needs_reason(ticket: Ticket, move: Move) -> bool:
    """Whether the step must say why; closing what the caller was not content with must, too."""
    discontent = ticket.rating is not None and ticket.rating < SATISFIED
    return move in _REASON_NEEDED or (move is M.CLOSE and discontent)


def _used_up(ticket: Ticket, move: Move, at: datetime | None) -> bool:
    if move is M.HAND_BACK and at is not None:
        last = _last_day_to_return(ticket)
        return last is not None and at.astimezone(CHINA).date() > last
    granted = ticket.extension_days
    return move is M.EXTEND and (
        len(granted) >= MOST_EXTENSIONS or sum(granted) >= MOST_EXTENSION_DAYS
    )


def step(
    ticket: Ticket,
    move: Move,
    *,
    by: str,
    at: datetime,
    why: str = "",
    days: int = 0,
    rating: int | None = None,
) -> Ticket:
    """The ticket one step on, with who, when and why in its history.

    `days` belongs to an extension, `rating` (1 to 5) to the caller's 评价 or a 回访. Raises
    IllegalMoveError, or ExtensionRefusedError where an extension breaks the norm.
    """
    after = TABLE.get((ticket.state, move))
    if after is None:
        can = "、".join(TICKET_MOVES[m] for m in allowed(ticket.state)) or "无"
        raise IllegalMoveError(
            f"工单 {ticket.number} {TICKET_STATES[ticket.state]}，"
            f"不能{TICKET_MOVES[move]}；可以：{can}"
        )
    by, why = by.strip(), why.strip()
    if not by:
        raise IllegalMoveError(f"{TICKET_MOVES[move]}要写明由谁操作")
    if needs_reason(ticket, move) and not why:
        raise IllegalMoveError(f"{TICKET_MOVES[move]}要写明理由")
    if ticket.history and at < ticket.history[-1].at:
        raise IllegalMoveError("时间不能早于上一步")
    if move is Move.HAND_BACK:
        _check_return(ticket, at)
    _check_rating(move, rating)
    extensions = ticket.extension_days
    if move is Move.EXTEND:
        extensions = (*extensions, days)
        check_extensions(extensions)
    elif days:
        raise ExtensionRefusedError("只有延期才带天数")
    taken = Step(at, by, move.value, ticket.state, after, why)
    stepped = replace(
        ticket,
        state=after,
        history=(*ticket.history, taken),
        extension_days=extensions,
        rating=ticket.rating if rating is None else rating,
    )
    if move not in _MOVES_THE_DEADLINE:
        return stepped
    return replace(stepped, draft=replace(ticket.draft, deadline=deadline_of(stepped)))


def deadline_of(ticket: Ticket) -> Deadline | None:
    """时限 as its kind, its history and what has been granted since make it."""
    if ticket.draft.kind is None:
        return ticket.draft.deadline
    begun, since = time_running(ticket)
    granted = sum(step.action == Move.EXTEND for step in since)
    extensions = ticket.extension_days[len(ticket.extension_days) - granted :]
    return deadline_for(ticket.draft.kind, begun.astimezone(CHINA).date(), extensions)


def time_running(ticket: Ticket) -> tuple[datetime, tuple[Step, ...]]:
    """起算: since when its limits run, and the steps since. A closed matter that is reopened has
    its time anew; one that is sent back before it was closed has not."""
    for index in reversed(range(len(ticket.history))):
        done = ticket.history[index]
        if done.action == Move.REOPEN and done.before is TicketState.CLOSED:
            return done.at, ticket.history[index + 1 :]
    return ticket.created, ticket.history


def _check_rating(move: Move, rating: int | None) -> None:
    if rating is None:
        if move is M.RATE:
            raise IllegalMoveError("评价要带评分，1（不满意）到 5（满意）")
    elif move not in _MAY_RATE:
        raise IllegalMoveError("只有评价和回访才带评分")
    elif rating not in RATINGS:
        raise IllegalMoveError(f"评分是 1（不满意）到 5（满意），不能是 {rating}")


def _last_day_to_return(ticket: Ticket) -> date | None:
    """非本单位职责: 转办后 2 个工作日内申请退回."""
    routed = [s.at for s in ticket.history if s.action == Move.ROUTE]
    return return_by(routed[-1].astimezone(CHINA).date()).day if routed else None


def _check_return(ticket: Ticket, at: datetime) -> None:
    last = _last_day_to_return(ticket)
    if last is not None and at.astimezone(CHINA).date() > last:
        raise IllegalMoveError(f"退回应在转办后 {RETURN_WITHIN} 个工作日内，{last:%m月%d日}已到期")


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {TICKET_STATES[S.DRAFT]}"]
    lines += [
        f"    {TICKET_STATES[at]} --> {TICKET_STATES[to]}: {TICKET_MOVES[move]}"
        for (at, move), to in TABLE.items()
    ]
    lines += [f"    {TICKET_STATES[end]} --> [*]" for end in (S.CLOSED, S.VOID)]
    return "\n".join(lines)
