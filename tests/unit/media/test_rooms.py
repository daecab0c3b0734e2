"""Rooms: what holds for every membership, and the arrangements the hotline uses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import UsageError
from bridge.events import LegId
from bridge.rooms import (
    ANNOUNCER,
    LISTENER,
    ON_HOLD,
    TALKER,
    Role,
    changes,
    mix,
    talker,
    whisperer,
)

CALLER, OPERATOR, SUPERVISOR, POLICE = map(LegId, ("caller", "operator", "supervisor", "police"))
LEGS = [CALLER, OPERATOR, SUPERVISOR, POLICE]


@st.composite
def memberships(draw: st.DrawFn) -> dict[LegId, Role]:
    legs = draw(st.lists(st.sampled_from(LEGS), unique=True))
    simple = st.sampled_from([TALKER, LISTENER, ON_HOLD, ANNOUNCER, talker(0.5), talker(0.0)])
    roles = {leg: draw(simple) for leg in legs}
    for leg in legs:
        if draw(st.booleans()):
            roles[leg] = whisperer(*draw(st.lists(st.sampled_from(legs))))
    return roles


@given(memberships())
def test_what_holds_in_every_room(members: dict[LegId, Role]) -> None:
    heard = mix(members)
    assert heard.keys() == members.keys()
    for hearer, sources in heard.items():
        assert hearer not in sources, "nobody hears themselves"
        assert members[hearer].hears or not sources, "who is on hold hears nobody"
        for speaker, gain in sources.items():
            assert gain == members[speaker].gain > 0
            allowed = members[speaker].heard_by
            assert allowed is None or hearer in allowed
    for speaker, role in members.items():
        if role.heard_by is None and role.gain > 0:
            for other, ears in members.items():
                assert other == speaker or not ears.hears or speaker in heard[other]


@given(memberships(), memberships())
def test_changes_lead_from_one_membership_to_the_next(
    before: dict[LegId, Role], after: dict[LegId, Role]
) -> None:
    state = dict(mix(before))
    for leg, sources in changes(before, after).items():
        assert state.get(leg, {}) != sources, "no command without need"
        state[leg] = sources
    expected = mix(after)
    assert {leg: s for leg, s in state.items() if s} == {leg: s for leg, s in expected.items() if s}


def test_the_arrangements_of_the_hotline() -> None:
    talk = {CALLER: TALKER, OPERATOR: TALKER}
    assert mix(talk) == {CALLER: {OPERATOR: 1.0}, OPERATOR: {CALLER: 1.0}}
    three = mix({**talk, POLICE: TALKER})
    assert three[CALLER] == {OPERATOR: 1.0, POLICE: 1.0}
    consult = mix({CALLER: ON_HOLD, OPERATOR: TALKER, POLICE: TALKER})
    assert consult == {CALLER: {}, OPERATOR: {POLICE: 1.0}, POLICE: {OPERATOR: 1.0}}
    listen_in = mix({**talk, SUPERVISOR: LISTENER})
    assert listen_in[SUPERVISOR] == {CALLER: 1.0, OPERATOR: 1.0}
    assert listen_in[CALLER] == {OPERATOR: 1.0}
    whisper = mix({**talk, SUPERVISOR: whisperer(OPERATOR)})
    assert whisper[OPERATOR] == {CALLER: 1.0, SUPERVISOR: 1.0}
    assert whisper[CALLER] == {OPERATOR: 1.0}
    assert changes(talk, {**talk, SUPERVISOR: LISTENER}) == {
        SUPERVISOR: {CALLER: 1.0, OPERATOR: 1.0}
    }
    assert changes(talk, {}) == {CALLER: {}, OPERATOR: {}}


def test_whispering_to_a_stranger_is_our_own_mistake() -> None:
    with pytest.raises(UsageError, match="not in the room"):
        mix({CALLER: TALKER, SUPERVISOR: whisperer(OPERATOR)})
