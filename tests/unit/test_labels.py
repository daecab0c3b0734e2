"""Every English name a page may show has its Chinese word."""

from bridge.events import Side
from ivr.flow.actions import Helped
from ivr.labels import JOURNAL, JOURNAL_FIELDS, JOURNAL_VALUES, TICKET_MOVES, TICKET_STATES
from ivr.store.journal import EventKind
from ivr.tickets.life import Move
from ivr.tickets.model import TicketState


def test_every_name_has_its_word() -> None:
    assert set(TICKET_MOVES) == set(Move)
    assert set(TICKET_STATES) == set(TicketState)
    assert set(EventKind) <= set(JOURNAL)
    assert set(JOURNAL_VALUES) <= set(JOURNAL_FIELDS)


def test_what_a_call_notes_in_english_is_shown_in_chinese() -> None:
    assert set(JOURNAL_VALUES["by"]) == {side.value for side in Side}
    assert set(JOURNAL_VALUES["helped"]) == set(Helped)
    assert JOURNAL_VALUES["action"] == TICKET_MOVES
