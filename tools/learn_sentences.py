"""Learns how much each sentence of the tables says: `python -m tools.learn_sentences`.

Ridge regression of the classes on the likeness of every two sentences, solved exactly; of each
sentence's weights the largest few are kept, which tells unseen texts better than all of them.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from ivr.tickets.learnt import FILE, STEP, Sentence, key_of
from ivr.tickets.likeness import Features, Vocabulary
from ivr.tickets.sentences import of_types
from ivr.tickets.taxonomy import load_taxonomy

FOLDER = Path(__file__).parents[1] / "knowledge_base" / "taxonomy"
KEPT = 3  # weights of a sentence
TRUST = 1.0  # how far a sentence may be doubted; the words of the tables half as much
_TABLE = 2.0


def _alike(sentences: Sequence[Features], size: int) -> NDArray[np.float32]:
    """How alike every two sentences are."""
    starts = np.cumsum([0, *(len(rows) for rows, _ in sentences)])
    rows = np.concatenate([rows for rows, _ in sentences])
    values = np.concatenate([values for _, values in sentences])
    held = sparse.csr_matrix((values, rows, starts), (len(sentences), size), dtype=np.float32)
    alike: NDArray[np.float32] = (held @ held.T).toarray()
    return alike


def _solved(
    alike: NDArray[np.float32], of: Sequence[int], classes: int, sure: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The columns and the weights that are kept of each sentence."""
    wanted = np.zeros((len(of), classes), np.float32)
    wanted[np.arange(len(of)), of] = 1.0
    system = alike[: len(of), : len(of)].copy()
    system[np.diag_indices_from(system)] += TRUST / sure
    every = linalg.solve(system, wanted, assume_a="pos", overwrite_a=True)
    columns = np.argsort(-np.abs(every), axis=1)[:, :KEPT]
    return columns, np.take_along_axis(every, columns, axis=1)


def main() -> int:
    taxonomy, faults = load_taxonomy(FOLDER)
    if faults:
        print(*faults, sep="\n", file=sys.stderr)
        return 1
    sentences = list(of_types(taxonomy))
    vocabulary = Vocabulary([words for words, _ in sentences])
    alike = _alike(vocabulary.sentences, vocabulary.size)
    sure = np.full(len(sentences), _TABLE, np.float32)
    sure[: len(taxonomy.examples)] = 1.0
    names, columns, weights = _learnt(alike, sentences, sure)
    keys = np.array([key_of(sentence) for sentence in sentences], np.uint64)
    np.savez_compressed(
        FOLDER / FILE,
        keys=keys,
        names=np.array(["\n".join(name) for name in names]),
        columns=columns.astype(np.uint8),
        weights=np.clip(np.round(weights * STEP), -127, 127).astype(np.int8),
    )
    print(f"{len(keys)} sentences, {(FOLDER / FILE).stat().st_size / 1e3:.0f} kB")
    return 0


def _learnt(
    alike: NDArray[np.float32], sentences: Sequence[Sentence], sure: NDArray[np.float32]
) -> tuple[list[tuple[str, ...]], NDArray[np.int64], NDArray[np.float32]]:
    names = list(dict.fromkeys(tuple(its) for _, its in sentences))
    column = {name: at for at, name in enumerate(names)}
    of = [column[tuple(its)] for _, its in sentences]
    return names, *_solved(alike, of, len(names), sure)


if __name__ == "__main__":
    raise SystemExit(main())
