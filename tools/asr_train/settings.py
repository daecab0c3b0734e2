"""Every number that shapes the model, in one place, and where things lie."""

from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@dataclass(frozen=True)
class Places:
    """The work folder and what the tool reads and makes."""

    work: Path = ROOT / ".cache" / "asr_train"
    model: Path = ROOT / "asr_models" / "hotline-cn-small"
    free: Path = HERE / "text" / "free"
    templates: Path = HERE / "text" / "templates"
    knowledge: Path = ROOT / "knowledge_base"
    exam: Path = HERE / "eval"

    @property
    def built(self) -> Path:
        """The model while it is being made; the last stage puts it in its place."""
        return self.work / "model"


@dataclass(frozen=True)
class Speech:
    """How much is spoken (a shard of a thousand sentences is about fifty minutes)."""

    shards: int = 95
    shard: int = 1000
    seed: int = 11


@dataclass(frozen=True)
class Language:
    """The language model: weights of its sources and how far it is pruned."""

    templated: int = 60000
    templated_weight: float = 0.04
    knowledge_weight: float = 0.2
    order: int = 3
    discounts: tuple[float, ...] = (0.8, 0.8)
    general_share: float = 0.25
    least_frequency: int = 80
    pruning: float = 0.6
    seed: int = 3


@dataclass(frozen=True)
class Decoding:
    """What ``model.conf`` tells vosk."""

    acoustic_scale: float = 0.35
    beam: float = 12.0
    lattice_beam: float = 5.0
    max_active: int = 3000
    frames_per_chunk: int = 6

    def text(self) -> str:
        """The lines of ``model.conf``."""
        return "\n".join(
            (
                "--min-active=200",
                f"--max-active={self.max_active}",
                f"--beam={self.beam}",
                f"--lattice-beam={self.lattice_beam}",
                f"--acoustic-scale={self.acoustic_scale}",
                "--frame-subsampling-factor=3",
                f"--frames-per-chunk={self.frames_per_chunk}",
                "--endpoint.silence-phones=1",
                "--endpoint.rule2.min-trailing-silence=0.5",
                "--endpoint.rule3.min-trailing-silence=1.0",
                "--endpoint.rule4.min-trailing-silence=2.0",
                "",
            )
        )


@dataclass(frozen=True)
class Settings:
    """All of them together."""

    places: Places = field(default_factory=Places)
    speech: Speech = field(default_factory=Speech)
    language: Language = field(default_factory=Language)
    decoding: Decoding = field(default_factory=Decoding)
    steps: int = 8000
    threads: int = 1
    sentences: int = 0  # of each examination; 0: all


REHEARSAL = ROOT / ".cache" / "asr_train_rehearsal"


def rehearsal() -> Settings:
    """Every stage with tiny numbers, in a folder of its own: the model loads and knows nothing."""
    return Settings(
        places=Places(work=REHEARSAL, model=REHEARSAL / "hotline-cn-rehearsal"),
        speech=Speech(shards=2, shard=40),
        language=Language(templated=600, least_frequency=30000, pruning=2.0),
        steps=6,
        sentences=1,
    )
