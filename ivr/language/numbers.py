"""Numbers between the ear and the page: `written` after recognition, `spoken` before synthesis."""

from ivr.language.spoken import spoken
from ivr.language.written import Piece, written, written_pieces

__all__ = ["Piece", "spoken", "written", "written_pieces"]
