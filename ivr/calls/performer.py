"""Performs what a flow wants of a call: one method an action, and the table of them."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ivr.calls.look_up import progress_of
from ivr.calls.tickets import add_to_ticket
from ivr.calls.waiting_sound import HOLD, RINGING
from ivr.flow import actions as do
from ivr.flow import events as flow
from ivr.language.mask import mask_text
from ivr.store.journal import EventKind

if TYPE_CHECKING:
    from ivr.calls.session import Session

STATES = {
    "say": "问候",
    "listen": "倾听",
    "answer": "即时答复",
    "draft": "填写工单",
    "transfer": "转接",
    "queue": "排队",
    "look_up": "查询进度",
    "offer_ringback": "排队",
    "leave_message": "留言",
    "survey": "评价",
    "hang_up": "结束",
}


class Performer:
    """What a call does; what comes of an action at once, the flow hears next."""

    def __init__(self, session: "Session") -> None:
        self.session = session
        self._searching: asyncio.Task[None] | None = None
        self._adding: set[asyncio.Task[None]] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def perform(self, action: do.FlowAction) -> None:
        """Raises whatever went wrong."""
        _PERFORMERS[type(action)](self, action)

    def stop(self) -> None:
        """The call is over: no timer fires any more."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def _say(self, action: do.Say) -> None:
        self.session.shown.add("热线", action.text)
        self.session.note(EventKind.SAID, text=action.text, step=self.session.state.step)
        self.session.speaker.say(
            action.text,
            lambda completed: self.session.feed(flow.PromptEnded(action.prompt, completed)),
        )

    def _stop_saying(self, _action: do.StopSaying) -> None:
        self.session.speaker.stop()

    def _pause_saying(self, _action: do.PauseSaying) -> None:
        self.session.speaker.pause()

    def _go_on_saying(self, _action: do.GoOnSaying) -> None:
        self.session.speaker.pause(paused=False)

    def _understand(self, action: do.Understand) -> None:
        understood = self.session.mind.understand(
            action.text, action.whole, action.among, action.about, asked=action.asked
        )
        if understood.emergency and not self.session.hearing.danger_told:
            self.session.hearing.note_danger(understood.emergency)
        self.session.note_sensitive()
        self.session.shown.drafts = [m.summary for m in understood.matters]
        self.session.note(
            EventKind.UNDERSTOOD,
            text=action.text,
            intent=understood.kind,
            finding=str(understood.reply.finding),
            entry=understood.reply.entry,
            score=round(understood.reply.score, 3),
            lacking=understood.reply.lacking,
            matters=[m.summary for m in understood.matters],
            to_ask=[list(m.to_ask) for m in understood.matters],
        )
        if understood.reply.lacking:
            told = f"“{understood.reply.title}”缺本地信息：{understood.reply.lacking}，请人工答复"
            self.session.shown.add("知识库", told)
        self.session.feed_next(understood)

    def _open_tickets(self, action: do.OpenTickets) -> None:
        self.session.feed_next(flow.TicketsOpened(tuple(self.session.write_tickets(action))))

    def _add_to_ticket(self, action: do.AddToTicket) -> None:
        task = asyncio.get_running_loop().create_task(add_to_ticket(self.session, action))
        self._adding.add(task)
        task.add_done_callback(self._adding.discard)

    def _start_timer(self, action: do.StartTimer) -> None:
        self._stop_timer(do.StopTimer(action.name))
        loop = asyncio.get_running_loop()
        self._timers[action.name] = loop.call_later(action.seconds, self._fire, action.name)

    def _fire(self, name: str) -> None:
        self._timers.pop(name, None)
        self.session.feed(flow.TimerFired(name))

    def _stop_timer(self, action: do.StopTimer) -> None:
        timer = self._timers.pop(action.name, None)
        if timer is not None:
            timer.cancel()

    def _book_ring_back(self, action: do.BookRingBack) -> None:
        booked = self.session.people.book_ring_back(self.session, action.reason)
        self.session.feed_next(flow.RingBackBooked(booked))

    def _find_tickets(self, action: do.FindTickets) -> None:
        self._searching = asyncio.get_running_loop().create_task(self._search(action.number))

    async def _search(self, number: str) -> None:
        found: tuple[flow.Progress, ...] = ()
        try:
            records = self.session.house.parts.records
            found = await asyncio.to_thread(progress_of, records, self.session.caller, number)
        except Exception as error:  # then people look it up
            self.session.house.fault(self.session.call, "looking up tickets", error)
        if not self.session.over:
            self.session.feed(flow.TicketsFound(found))

    def _join_queue(self, action: do.JoinQueue) -> None:
        self.session.speaker.hold(self.session.house.waiting_sound(HOLD))
        self.session.people.join_queue(self.session, action)

    def _leave_queue(self, _action: do.LeaveQueue) -> None:
        self.session.people.leave_queue(self.session)

    def _transfer(self, action: do.Transfer) -> None:
        self.session.speaker.hold(self.session.house.waiting_sound(RINGING))
        self.session.people.leave_queue(self.session)
        self.session.people.transfer(self.session, action)

    def _hang_up(self, _action: do.HangUp) -> None:
        self.session.house.telephone.hang_up(self.session.leg)

    def _entered(self, action: do.StepEntered) -> None:
        self.session.shown.state = STATES.get(action.kind, "通话中")
        if action.kind not in ("queue", "transfer"):  # now the caller is asked, or answered
            self.session.speaker.hold(None)
        self.session.note(EventKind.STEP, step=action.step, sort=action.kind)

    def _answered_at_once(self, action: do.AnswerGiven) -> None:
        self.session.note(
            EventKind.INSTANT_ANSWER,
            entry=action.entry,
            title=action.title,
            answer=action.answer,
            score=round(action.score, 3),
            longer=action.longer,
        )

    def _doubted(self, action: do.DoubtNoted) -> None:
        found = action.emergency
        still = action.settled is do.Settled.OPEN
        self.session.shown.doubt = mask_text(found.words) if still else ""
        self.session.note(
            EventKind.DOUBT, service=found.service, words=found.words, settled=str(action.settled)
        )
        if action.settled is do.Settled.CONFIRMED:
            self.session.hearing.note_danger(found)

    def _helped(self, action: do.HelpedNoted) -> None:
        self.session.note(EventKind.HELPED, entry=action.entry, helped=str(action.helped))

    def _rated(self, action: do.RatingGiven) -> None:
        self.session.note(EventKind.RATED, rating=action.rating, remark=action.remark)
        self.session.people.rated(self.session, action.rating, action.remark)


_PERFORMERS: dict[type, Callable[[Performer, Any], None]] = {
    do.Say: Performer._say,
    do.StopSaying: Performer._stop_saying,
    do.PauseSaying: Performer._pause_saying,
    do.GoOnSaying: Performer._go_on_saying,
    do.Understand: Performer._understand,
    do.OpenTickets: Performer._open_tickets,
    do.AddToTicket: Performer._add_to_ticket,
    do.StartTimer: Performer._start_timer,
    do.StopTimer: Performer._stop_timer,
    do.FindTickets: Performer._find_tickets,
    do.JoinQueue: Performer._join_queue,
    do.LeaveQueue: Performer._leave_queue,
    do.Transfer: Performer._transfer,
    do.BookRingBack: Performer._book_ring_back,
    do.HangUp: Performer._hang_up,
    do.StepEntered: Performer._entered,
    do.AnswerGiven: Performer._answered_at_once,
    do.DoubtNoted: Performer._doubted,
    do.HelpedNoted: Performer._helped,
    do.RatingGiven: Performer._rated,
}
