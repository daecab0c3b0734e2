"""Rows of a CSV or XLSX file, with their line numbers, as a spreadsheet program saved them."""

import codecs
import csv
import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ivr.errors import UserError

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_ROWS = 100_000
MOST_BYTES = 50_000_000
WORKBOOKS = (".xlsx", ".xlsm")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HEAD = 15  # lines in which titles and the head stand
Row = tuple[int, list[str]]


def read_rows(path: Path, sheet: str | None = None) -> list[Row]:
    """Every row of the file; of an XLSX, of the sheet named or the first."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from error
    if size > MOST_BYTES:
        raise UserError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB")
    if path.suffix.lower() in WORKBOOKS:
        return _workbook(path, sheet)
    if path.suffix.lower() == ".xls":
        raise UserError(f"{path} is an old .xls — save it as .xlsx or CSV")
    return _csv(path)


def sheets_of(path: Path) -> list[str]:
    """The names of an XLSX's sheets; none of another file."""
    if path.suffix.lower() not in WORKBOOKS:
        return []
    book = _opened(path)
    try:
        return list(book.sheetnames)
    finally:
        book.close()


def _csv(path: Path) -> list[Row]:
    text = _CONTROL.sub("", _decoded(path))
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return [(reader.line_num, row) for row in reader][:MOST_ROWS]
    except csv.Error as error:
        remedy = "is a quotation mark left open?"
        raise UserError(f"{path}:{reader.line_num}: {error} — {remedy}") from error


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    # Excel in China saves CSV as GBK, and "Unicode text" as UTF-16.
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserError(f"{path} is neither UTF-8 nor GB18030 — save it as UTF-8")


def _separator(text: str) -> str:
    """What stands between the cells: the first kind that some line of the head has twice."""
    head = text.split("\n", _HEAD)[:_HEAD]
    return next((mark for mark in ",\t;，" if any(line.count(mark) > 1 for line in head)), ",")


def _workbook(path: Path, sheet: str | None) -> list[Row]:
    book = _opened(path)
    try:
        if sheet is not None and sheet not in book.sheetnames:
            raise UserError(f"{path} has no sheet {sheet} — it has {'、'.join(book.sheetnames)}")
        rows = (book[sheet] if sheet else book.worksheets[0]).iter_rows(
            values_only=True, max_row=MOST_ROWS
        )
        return [(line, [_plain(cell) for cell in cells]) for line, cells in enumerate(rows, 1)]
    finally:
        book.close()


def _opened(path: Path) -> "Workbook":
    import openpyxl  # slow to import, and only needed here
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > 10 * MOST_BYTES:
                raise UserError(f"{path} unpacks to far too much")
        return openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise UserError(f"{path} is no XLSX that can be read: {error} — save it anew") from error


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    return cell.date().isoformat() if isinstance(cell, datetime) else str(cell)
