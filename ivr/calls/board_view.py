"""What the pages show of the board: the operators, and what somebody should look at now."""

from collections.abc import Callable
from typing import Any

from ivr.calls.house import House
from ivr.calls.transfers import Transfers
from ivr.linkage.transfer import TRANSFER, WISHES, Input
from ivr.queueing.parking import ON_PARK
from ivr.queueing.world import Operator, OperatorState, World

STATES = {
    OperatorState.OUT: "签出",
    OperatorState.READY: "空闲",
    OperatorState.RINGING: "振铃",
    OperatorState.TALKING: "通话",
    OperatorState.OUTBOUND: "外呼",
    OperatorState.WRAP_UP: "话后",
    OperatorState.PAUSED: "示忙",
}


class BoardView:
    """Drawn from the board as this node knows it."""

    def __init__(self, house: House, world: Callable[[], World], transfers: Transfers) -> None:
        self.house = house
        self._world = world
        self._transfers = transfers

    def show(self) -> None:
        """Put it on the pages."""
        live = self.house.live
        live.operators = self.operators
        for alarm in (self._long_wait, self._starving, self._apart):
            live.alerts.add_alarm(alarm)

    def operators(self) -> list[dict[str, Any]]:
        """For the pages."""
        waiting = bool(self._world().waiting())
        return [
            {
                "name": o.name,
                "state": STATES[o.state] + ("·等待电话" if waiting and o.task else ""),
                "does": o.state.value,
                "since": o.since.isoformat(),
                "reason": o.reason,
                "leaving": o.leaving,
                "waiting": waiting and o.state is OperatorState.OUTBOUND,
                **self._under_way(o),
                "free": o.state is OperatorState.READY,
                "call": o.task,
            }
            for o in self._world().operators
            if o.state is not OperatorState.OUT
        ]

    def _under_way(self, operator: Operator) -> dict[str, Any]:
        """What the operator has parked, and how a transfer stands with what may be wished."""
        parked = [
            w for w in self._world().works if w.state in ON_PARK and w.operator == operator.name
        ]
        stage = self._transfers.under_way(operator.task or "")
        return {
            "parked": parked[0].id if parked else "",
            "transfer": stage.value if stage else "",
            "wishes": [w.value for w in Input if w in WISHES and TRANSFER.allows(stage, w)]
            if stage
            else [],
        }

    # -- what the pages warn of ------------------------------------------------------------

    def _long_wait(self) -> str | None:
        waiting = self._world().waiting()
        if not waiting:
            return None
        if all(o.state is OperatorState.OUT for o in self._world().operators):
            return f"没有坐席签入，{len(waiting)} 位市民在等待。"
        longest = (self.house.now() - min(c.since for c in waiting)).total_seconds()
        if longest < self.house.settings.queue.alarm_wait_seconds:
            return None
        return f"{len(waiting)} 位市民在排队，最久的已等待 {longest // 60:.0f} 分钟。"

    def _starving(self) -> str | None:
        works = self._world().starving
        return f"{works} 件回访、回拨到期已久仍未呼出，来电占满了话务员。" if works else None

    def _apart(self) -> str | None:
        if self._world().alone:
            return "与其他节点的联系中断：各节点暂时各自排队、不再外呼，恢复后自动合并。"
        return None
