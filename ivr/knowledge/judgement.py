"""判断: all that was fitted, in one value: what a knowledge base weighs its finds with."""

from dataclasses import dataclass, field
from pathlib import Path

from ivr.knowledge.calibration import Curve
from ivr.knowledge.faults import ArticleFault
from ivr.knowledge.grasp import FILE as GRASP
from ivr.knowledge.grasp import Grasp
from ivr.knowledge.misfit import FILE as MISFIT
from ivr.knowledge.misfit import Misfit
from ivr.knowledge.reading import FILE as READING
from ivr.knowledge.reading import Reading
from ivr.knowledge.tone import ASKABLE, Tone
from ivr.knowledge.tone import FILE as TONE
from ivr.knowledge.vocabulary import Vocabulary

CURVE = Path("eval") / "calibration.yaml"  # in the folder of the knowledge base


@dataclass(frozen=True, slots=True)
class Judgement:
    """The fitted curve, tone, misfit, the wording of what articles answer, grasp and reading."""

    curve: Curve
    tone: Tone
    misfit: Misfit
    askable: Tone
    grasp: Grasp
    reading: Reading
    of_terms: Vocabulary = field(default_factory=Vocabulary)  # which they share

    @classmethod
    def load(cls, folder: Path) -> tuple["Judgement", list[ArticleFault]]:
        """What the files of a knowledge base hold; what is broken is named and does without."""
        curve, curve_faults = Curve.load(folder / CURVE)
        of_terms, of_pieces = Vocabulary(), Vocabulary()
        tone, tone_faults = Tone.load(folder / TONE, of_pieces)
        misfit, misfit_faults = Misfit.load(folder / MISFIT, of_terms)
        askable, askable_faults = Tone.load(folder / ASKABLE, of_pieces)
        grasp, grasp_faults = Grasp.load(folder / GRASP, of_terms)
        reading, reading_faults = Reading.load(folder / READING)
        faults = [
            *(*curve_faults, *tone_faults, *misfit_faults),
            *(*askable_faults, *grasp_faults, *reading_faults),
        ]
        return cls(curve, tone, misfit, askable, grasp, reading, of_terms), faults

    def write(self, folder: Path) -> None:
        """Keeps all of it where `load` reads it."""
        self.tone.write(folder / TONE)
        self.askable.write(folder / ASKABLE)
        self.misfit.write(folder / MISFIT)
        self.grasp.write(folder / GRASP)
        self.reading.write(folder / READING)
        self.curve.write(folder / CURVE)
