"""``python -m tools.asr_train.untaught FOLDER``: the shipped ear, taught nothing of our matters.

The same network, but a graph of general words only: those of jieba, each as
likely as it is frequent in general text and none likelier after another. It makes the mistakes
that a recogniser makes which was bought somewhere: 异地就一, 公基金提去. Its one use is
``ivr bench kb --hear --untaught FOLDER``.
"""

import argparse
import math
import shutil
from pathlib import Path

from . import lexicon, lm
from .settings import Language, Places

_ENDS = 0.1  # how likely a sentence ends after a word


def general(least: int) -> lm.Model:
    """Every word by its frequency alone."""
    words = lexicon.vocabulary(set(), least)
    total = sum(words.values())
    likely = {word: math.log((1 - _ENDS) * often / total) for word, often in words.items()}
    return lm.Model(1, {(): {**likely, lm.END: math.log(_ENDS)}})


def build(shipped: Path, target: Path, least: int) -> dict[str, int]:
    """Write the model; tells how large its graph is."""
    from . import graph

    for part in ("am", "conf", "graph/phones"):
        shutil.copytree(shipped / part, target / part, dirs_exist_ok=True)
    model = general(least)
    words = sorted(word for word in model.grams[()] if word != lm.END)
    numbers = graph.word_table(words)
    composed, mark = graph.compose(model, lexicon.build(words), numbers)
    expansion = graph.Expansion(composed, mark)
    expansion.run()
    graph.write_const_fst(expansion.arcs, expansion.finals, target / "graph" / "HCLG.fst")
    table = "".join(f"{word} {number}\n" for word, number in numbers.items())
    (target / "graph" / "words.txt").write_text(table, "utf-8")
    return {"words": len(words), **graph.sizes(expansion.arcs)}


def main() -> None:
    """Read the command line and write the model."""
    parser = argparse.ArgumentParser(prog="python -m tools.asr_train.untaught", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the model goes")
    target = parser.parse_args().folder
    print(build(Places().model, target, Language().least_frequency))


if __name__ == "__main__":
    main()
