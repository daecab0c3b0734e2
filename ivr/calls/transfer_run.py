"""One transfer on the telephone and on the board; `ivr.linkage.transfer` says what comes next."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from bridge.events import Cause, LegAnswered, LegEnded, LegId, LegRinging, PlayId, TelephoneEvent
from bridge.rooms import ON_HOLD, TALKER, Role
from ivr.calls.destinations import Destination, Sort
from ivr.calls.operator_phones import OperatorPhones, Phone, room_of
from ivr.calls.waiting_sound import HOLD, RINGING
from ivr.flow.events import TransferFailed
from ivr.linkage.transfer import ENDED, SCENES, TRANSFER, Act, How, Input, Party, Sound, Stage
from ivr.store.journal import EventKind

SETTLE_SECONDS = 5.0  # a phone that hangs up by itself after a transfer does it at once
_CLIPS = {Sound.MUSIC: HOLD, Sound.RINGING: RINGING}


class Board(Protocol):
    """What a transfer tells the switchboard of the colleagues it rings."""

    def lend(self, name: str, call: str) -> bool: ...
    def lent_picked_up(self, name: str) -> None: ...
    def lent_failed(self, name: str, reason: str) -> None: ...
    def lent_back(self, name: str) -> None: ...
    def passed(self, call: str, name: str | None) -> None: ...
    def waits_again(self, call: str) -> None: ...


class TransferRun:
    """One transfer. `ear` is the leg on which the operator's phone called to consult, if it did."""

    def __init__(
        self,
        phones: OperatorPhones,
        board: Board,
        phone: Phone,
        destination: Destination,
        how: How,
        ear: LegId | None,
        reports: LegId | None,
        over: Callable[["TransferRun"], None],
    ) -> None:
        self.house = phones.house
        self.stage = Stage.NEW
        self.phone = phone
        self.ear = ear
        self._phones = phones
        self._board = board
        self._over = over
        self._session = phone.session
        self.destination = destination
        self._how = how
        self._reports = reports
        self._target: LegId | None = None
        self._target_answered = False
        self._cause = Cause.NORMAL
        self._ringing: PlayId | None = None
        self._settling: asyncio.TimerHandle | None = None
        phone.transferring = True
        if ear is not None:
            self.house.owners[ear] = self
            self.house.telephone.ring(ear)

    # -- what happens ----------------------------------------------------------------------

    def give(self, given: Input) -> None:
        """Let one thing happen: first everybody hears what they should, then the rest is done."""
        before = self.stage
        self.stage, acts = TRANSFER.step(before, given)
        stage = self.stage
        if stage is not before:
            self._session.note(
                EventKind.TRANSFER,
                stage=stage.value,
                because=given.value,
                how=self._how.value,
                to=self.destination.title,
            )
            self._set_scene()
        for act in acts:
            _PERFORM[act](self)
        if stage in ENDED and stage is self.stage:
            self._close()

    def asked_to_pass(self, reports: LegId) -> None:
        """REFER with Replaces: the operator has spoken with the target and leaves the two alone."""
        self._reports = reports
        if TRANSFER.allows(self.stage, Input.PASS):
            self.give(Input.PASS)
        else:
            self._report(Cause.REFUSED)

    def on_leg(self, event: TelephoneEvent) -> None:
        """An event of the target's leg, or of the operator's second one."""
        match event:
            case LegRinging(leg=leg) if leg == self._target:
                self._rings()
            case LegAnswered(leg=leg) if leg == self._target:
                self._target_answered = True
                self._tell_board(self._board.lent_picked_up)
                if self.ear is not None:
                    self.house.telephone.answer(self.ear)
                self.give(Input.TARGET_ANSWERED)
            case LegEnded(leg=leg, cause=cause) if leg == self._target:
                self._target_ended(cause)
            case LegAnswered(leg=leg) if leg == self.ear:
                self._set_scene()
            case LegEnded(leg=leg) if leg == self.ear:
                self._ear_ended()
            case _:
                pass

    def _rings(self) -> None:
        destination = self.destination
        self._session.note(EventKind.RINGING, to=destination.sort, title=destination.title)
        if self._reports is not None:
            self.house.telephone.transfer_rings(self._reports)

    def _target_ended(self, cause: Cause) -> None:
        self.house.owners.pop(self._target or LegId(""), None)
        self._target = None
        self._cause = cause
        if self._target_answered:
            self._tell_board(self._board.lent_back)
            self.give(Input.TARGET_LEFT)
        else:
            self._tell_board(lambda name: self._board.lent_failed(name, cause.value))
            self.give(Input.TARGET_FAILED)

    def _ear_ended(self) -> None:
        """The operator hung up the consultation and keeps the caller."""
        self.house.owners.pop(self.ear or LegId(""), None)
        self.ear = None
        if TRANSFER.allows(self.stage, Input.TAKE_BACK):
            self.give(Input.TAKE_BACK)

    def _tell_board(self, tell: Callable[[str], None]) -> None:
        if self.destination.sort is Sort.OPERATOR:
            tell(self.destination.title)

    # -- who hears what --------------------------------------------------------------------

    def _set_scene(self) -> None:
        """Arrange room and sounds as the stage wants them."""
        scene = SCENES[self.stage]
        self._let_operator_hear(scene.operator_hears)
        if self.stage in (Stage.RETURNING, Stage.BACK):
            self.phone.transferring = False
            self._phones.converse(self.phone)
            return
        if self.stage is Stage.OVER:
            self.house.telephone.talk(room_of(self._session.call), {})
            return
        legs = {
            Party.CALLER: [self._session.leg],
            Party.OPERATOR: [leg for leg in (self.phone.leg, self.ear) if leg],
            Party.TARGET: [self._target] if self._target else [],
        }
        members = {
            leg: self._role(leg, party in scene.talking)
            for party, those in legs.items()
            for leg in those
        }
        self.house.telephone.talk(room_of(self._session.call), members)
        sound = scene.caller_hears
        clip = self.house.waiting_sound(_CLIPS[sound]) if sound else None
        self._session.speaker.hold(clip)
        self._session.shown.operator = f"{self.phone.operator} → {self.destination.title}"
        self.house.live.changed()

    def _role(self, leg: LegId, talks: bool) -> Role:
        on_hold = leg == self.phone.leg and (self.phone.held or self.ear is not None)
        return TALKER if talks and not on_hold else ON_HOLD

    def _let_operator_hear(self, sound: Sound | None) -> None:
        if self._ringing is not None:
            self._ringing = None
            self.house.telephone.stop_play(self.phone.leg)
        if sound is not None and self.ear is None:
            clip = self.house.waiting_sound(_CLIPS[sound])
            if clip is not None:
                self._ringing = self.house.telephone.play(self.phone.leg, clip, loop=True)

    # -- what is done ----------------------------------------------------------------------

    def _dial(self) -> None:
        destination = self.destination
        self._session.note(EventKind.DIALLED, to=destination.sort, title=destination.title)
        self._target = self.house.dial(
            self._session.call,
            self,
            destination.target,
            caller=self._session.caller or "anonymous",
            display="12345",
            ring_seconds=destination.ring_seconds,
            headers={"X-Call": self._session.call},
        )
        if self._target is None:
            self._target_ended(Cause.UNREACHABLE)

    def _hang_up_target(self) -> None:
        if self._target is not None:
            self.house.owners.pop(self._target, None)
            self.house.telephone.hang_up(self._target)
            self._target = None
            self._tell_board(self._board.lent_back)

    def _pass_on(self) -> None:
        """The target becomes who talks with the caller, as if it had been rung at first."""
        destination, target = self.destination, self._target
        self._board.passed(
            self._session.call,
            destination.title if destination.sort is Sort.OPERATOR else None,
        )
        self._phones.release(self.phone)
        if target is not None:
            self._phones.adopt(
                Phone(
                    destination.title,
                    target,
                    self._session,
                    answered=True,
                    to=destination.sort.value,
                )
            )

    def _queue(self) -> None:
        self._board.waits_again(self._session.call)
        self._session.feed(TransferFailed())

    def _report(self, failed: Cause | None) -> None:
        if self._reports is not None:
            self.house.telephone.transferred(self._reports, failed)
            self._reports = None

    def _report_failed(self) -> None:
        self._report(self._cause if self._cause is not Cause.NORMAL else Cause.CANCELLED)

    def _settle_soon(self) -> None:
        loop = asyncio.get_running_loop()
        self._settling = loop.call_later(SETTLE_SECONDS, self.settle)

    def settle(self) -> None:
        """The phone stayed after a transfer in vain; nothing for all other transfers."""
        if self.stage is Stage.RETURNING:
            self.give(Input.SETTLED)

    def _close(self) -> None:
        """Nothing of the transfer is left; the operator's second leg goes."""
        self._over(self)
        if self._settling is not None:
            self._settling.cancel()
        if self.ear is not None:
            self.house.owners.pop(self.ear, None)
            if self._target_answered:
                self.house.telephone.hang_up(self.ear)
            else:
                self.house.telephone.refuse(self.ear, self._cause)
            self.ear = None


_PERFORM: dict[Act, Callable[[TransferRun], None]] = {
    Act.DIAL: TransferRun._dial,
    Act.HANG_UP_TARGET: TransferRun._hang_up_target,
    Act.PASS_ON: TransferRun._pass_on,
    Act.QUEUE: TransferRun._queue,
    Act.REPORT_DONE: lambda run: run._report(None),
    Act.REPORT_FAILED: TransferRun._report_failed,
    Act.SETTLE_SOON: TransferRun._settle_soon,
}
