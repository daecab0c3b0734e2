"""Which synthesiser voices speak the training data, and which are kept for the examination.

The plain voice, the one that pyttsx3 uses by default, speaks most; then the male and female
variants m1-m8 and f1-f5; then everything else espeak-ng offers.  Held-out variants are never
heard in training.
"""

import random
from dataclasses import dataclass

COMMON = ("m1", "m2", "m3", "m4", "m6", "m7", "m8", "f1", "f2", "f4", "f5")
_OTHERS = (
    "Alex Alicia Andrea Andy Annie AnxiousAndy Denis Diogo Gene Gene2 Henrique Hugo Jacky Lee "
    "Marco Mario Michael Mike Mr_serious Nguyen RicishayMax RicishayMax2 RicishayMax3 Storm "
    "Tweaky adam anika antonio aunty benjamin boris caleb david edward edward2 grandma "
    "grandpa gustave iven iven2 iven3 john klatt klatt2 klatt3 klatt4 klatt5 klatt6 linda "
    "marcelo max michel miguel norbert pablo pedro rob robert robosoft robosoft2 "
    "robosoft3 robosoft4 robosoft5 robosoft6 robosoft7 sandro shelby steph steph3 travis "
    "victor zac anikaRobot UniRobot announcer croak whisper whisperf"
)
OTHERS = _OTHERS.split()
HELD_OUT = ("m5", "f3", "steph2", "paul", "quincy", "belinda", "ed", "iven4")


@dataclass(frozen=True)
class Voice:
    """One voice setting: variant, words a minute, pitch and its range in espeak-ng's units."""

    variant: str
    rate: int
    pitch: int
    spread: int = 50


def draw(dice: random.Random) -> Voice:
    """A voice setting for training."""
    lot = dice.random()
    if lot < 0.22:
        variant = ""
    elif lot < 0.60:
        variant = dice.choice(COMMON)
    else:
        variant = dice.choice(OTHERS).replace("_", " ")
    rate = round(dice.triangular(100, 330, 190))
    if variant == "" and dice.random() < 0.5:
        return Voice(variant, dice.randint(150, 230), 50)
    if dice.random() < 0.3:
        return Voice(variant, rate, 50)
    return Voice(variant, rate, round(dice.triangular(5, 95, 50)), dice.randint(30, 70))


def examination_voices(dice: random.Random, count: int) -> list[Voice]:
    """Settings of held-out variants, each with its own rate and pitch."""
    return [
        Voice(HELD_OUT[index % len(HELD_OUT)], dice.randint(140, 260), dice.randint(25, 75))
        for index in range(count)
    ]
