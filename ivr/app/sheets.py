"""Rows of a CSV or XLSX file, with their line numbers, as a spreadsheet program saved them."""

import csv
import io
import zipfile
from pathlib import Path

from ivr.errors import UserError

MOST_ROWS = 100_000
MOST_BYTES = 50_000_000
Row = tuple[int, list[str]]


def read_rows(path: Path, sheet: str | None = None) -> list[Row]:
    """Every row of the file; of an XLSX, of the sheet named or the first."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from error
    if size > MOST_BYTES:
        raise UserError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB")
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _workbook(path, sheet)
    if path.suffix.lower() == ".xls":
        raise UserError(f"{path} is an old .xls — save it as .xlsx or CSV")
    return _csv(path)


def _csv(path: Path) -> list[Row]:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):  # Excel in China saves CSV as GBK
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        reader = csv.reader(io.StringIO(text, newline=""))
        try:
            return [(reader.line_num, row) for row in reader][:MOST_ROWS]
        except csv.Error as error:
            raise UserError(f"{path}:{reader.line_num}: {error}") from error
    raise UserError(f"{path} is neither UTF-8 nor GB18030 — save it as UTF-8")


def _workbook(path: Path, sheet: str | None) -> list[Row]:
    import openpyxl  # slow to import, and only needed here
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > 10 * MOST_BYTES:
                raise UserError(f"{path} unpacks to far too much")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise UserError(f"{path} is no XLSX that can be read: {error}") from error
    try:
        if sheet is not None and sheet not in book.sheetnames:
            raise UserError(f"{path} has no sheet {sheet} — it has {'、'.join(book.sheetnames)}")
        rows = (book[sheet] if sheet else book.worksheets[0]).iter_rows(
            values_only=True, max_row=MOST_ROWS
        )
        return [
            (line, ["" if cell is None else str(cell) for cell in cells])
            for line, cells in enumerate(rows, 1)
        ]
    finally:
        book.close()
