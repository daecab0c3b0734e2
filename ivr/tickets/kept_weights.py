"""学到的权重怎么存: what the tools learn lies in `.npz` files beside the tables, and is read here.

A file that is missing, broken or of another shape is as if nothing had been learnt; whoever reads
it says what becomes of that.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Kept = Mapping[str, NDArray[Any]]
Learnt = TypeVar("Learnt")


def read_kept(path: Path, made_of: Callable[[Kept], Learnt]) -> Learnt | None:
    """What is made of a file; None where nothing can be."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            return made_of(file)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, AttributeError):
        return None


def lines_of(kept: Kept, part: str) -> list[str]:
    """A part that holds names."""
    lines: list[str] = kept[part].item().split("\n")
    return lines


def by_name(kept: Kept) -> dict[str, int]:
    """The weights, in the steps they are kept in, by the names they are of."""
    return dict(zip(lines_of(kept, "names"), kept["weights"].tolist(), strict=True))
