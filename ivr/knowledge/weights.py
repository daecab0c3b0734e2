"""Learnt weights in a file: a name, a tab, a figure on each line; lines of notes begin with ##."""

from collections.abc import Mapping
from pathlib import Path

from ivr.knowledge.faults import ArticleFault

Weights = Mapping[str, float]


def read_weights(path: Path) -> tuple[Weights, list[ArticleFault]]:
    """What the file holds; without it the other signals decide alone."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        pairs = (line.split("\t") for line in lines if line and not line.startswith("##"))
        return {name: float(weight) for name, weight in pairs}, []
    except FileNotFoundError:
        return {}, []
    except (OSError, ValueError) as error:
        remedy = "fit it again; until then the other signals decide alone"
        return {}, [ArticleFault(str(path), None, str(error), remedy)]


def write_weights(path: Path, note: str, weights: Weights) -> None:
    """Keep them where `read_weights` finds them; `note` says what the names are."""
    notes = f"## {note}\n## 由 ivr bench kb --fit 生成，勿手改。\n"
    lines = (f"{name}\t{weight:.2f}\n" for name, weight in sorted(weights.items()))
    path.write_text(notes + "".join(lines), encoding="utf-8")
