"""The state tables: complete for what comes from outside, free of dead ends, drawn in the docs."""

from pathlib import Path

import pytest

from bridge.errors import UsageError
from bridge.sip.call_table import CALL, CallInput, CallState
from bridge.sip.diagrams import MACHINES, document
from bridge.sip.transaction_tables import (
    INVITE_CLIENT,
    INVITE_SERVER,
    OTHER_CLIENT,
    OTHER_SERVER,
    Action,
    Input,
    State,
)

WIRE = {
    INVITE_CLIENT.name: (Input.PROVISIONAL, Input.SUCCESS, Input.FAILURE, Input.BROKEN),
    OTHER_CLIENT.name: (Input.PROVISIONAL, Input.SUCCESS, Input.FAILURE, Input.BROKEN),
    INVITE_SERVER.name: (Input.REQUEST, Input.BROKEN),
    OTHER_SERVER.name: (Input.REQUEST, Input.BROKEN),
}


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: m.name)
def test_every_state_is_reached_and_leads_to_the_end(machine):
    reached, before = {machine.start}, set()
    while reached != before:
        before = set(reached)
        reached |= {to for (state, _), (to, _) in machine.table.items() if state in reached}
    assert {state for state, _ in machine.table} <= reached
    ends = {machine.end}
    for _ in machine.table:
        ends |= {state for (state, _), (to, _) in machine.table.items() if to in ends}
    assert reached <= ends


@pytest.mark.parametrize("machine", MACHINES[:4], ids=lambda m: m.name)
def test_transactions_take_whatever_the_wire_brings(machine):
    states = {state for state, _ in machine.table} - {State.NEW}
    missing = [
        (state.name, what.name)
        for state in states
        for what in WIRE[machine.name]
        if not machine.allows(state, what)
    ]
    assert missing == []


@pytest.mark.parametrize("machine", MACHINES[:4], ids=lambda m: m.name)
def test_a_timer_that_is_started_is_known_where_it_fires(machine):
    for (_, _), (to, actions) in machine.table.items():
        for action in actions:
            if action.name.startswith("START_"):
                assert machine.allows(to, Input[action.name[6:]]), (to, action)


def test_a_call_can_be_hung_up_wherever_it_stands():
    arriving = (CallState.NEW,)
    for state in CallState:
        if state not in arriving:
            assert CALL.allows(state, CallInput.HANG_UP), state


def test_the_house_hears_once_that_a_call_ended():
    """From the start to the end no path tells it twice, and none ends in silence."""
    seen: set[tuple[CallState, bool]] = set()
    todo = [(CALL.start, False)]
    while todo:
        state, told = todo.pop()
        if (state, told) in seen:
            continue
        seen.add((state, told))
        assert told or state is not CallState.ENDED, "a call ended and nobody was told"
        for (before, _), (to, actions) in CALL.table.items():
            if before is state:
                tells = sum(action.name == "TELL_ENDED" for action in actions)
                assert tells + told <= 1, (state, to)
                todo.append((to, told or bool(tells)))


def test_what_the_table_lacks_is_our_error():
    with pytest.raises(UsageError, match="RING is not possible in TALKING"):
        CALL.step(CallState.TALKING, CallInput.RING)


def test_every_action_is_used():
    used = {a for m in MACHINES[:4] for _, actions in m.table.values() for a in actions}
    assert used == set(Action)


def test_the_pictures_in_the_docs_are_the_tables():
    text = (Path(__file__).parents[3] / "docs/TELEPHONY.md").read_text()
    assert document() in text, "run: python -m bridge.sip.diagrams, and put it into the document"
