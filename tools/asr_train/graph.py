"""The search graph HCLG: language model, lexicon and sound units in one Kaldi transducer.

Grammar and lexicon are composed, determinised and minimised over phones; then each phone becomes
a transition into a state that loops.  A pause may follow every word.  ``#0`` marks backing off and
``#1``, ``#2`` … keep words of equal sound apart until determinisation is over (no word is the
beginning of another, because the last phone of a word is marked as such).
"""

import math
from collections import Counter, defaultdict
from pathlib import Path

import kaldifst

from . import phones
from .lexicon import Pronunciation
from .lm import BEGIN, END, History, Model
from .transitions import enter, stay

SILENCE_PHONE = 1
_PAUSE_COST = 1.0
Arc = tuple[int, int, float, int]


def word_table(words: list[str]) -> dict[str, int]:
    """Word numbers for ``words.txt``: 0 is no word, disambiguation symbols come last."""
    table = {"<eps>": 0}
    for word in words:
        table[word] = len(table)
    for symbol in ("#0", "#1", "#2", BEGIN, END):
        table[symbol] = len(table)
    return table


def grammar(model: Model, numbers: dict[str, int]) -> kaldifst.StdVectorFst:
    """The language model as an acceptor of words; backing off reads ``#0``."""
    fst = kaldifst.StdVectorFst()
    histories = [history for history in model.grams if len(history) < model.order]
    state = {history: fst.add_state() for history in histories}
    fst.start = state.get((BEGIN,), state[()])
    for history in histories:
        for word, value in model.grams[history].items():
            if word == END:
                fst.set_final(state[history], kaldifst.TropicalWeight(-value))
            elif word in numbers:
                target = state[_reached((*history, word), model, state)]
                arc = kaldifst.StdArc(numbers[word], numbers[word], -value, target)
                fst.add_arc(state[history], arc)
        if history:
            lower = state[_reached(history[1:], model, state)]
            weight = -model.backoff.get(history, 0.0)
            fst.add_arc(state[history], kaldifst.StdArc(numbers["#0"], 0, weight, lower))
    return fst


def _reached(history: History, model: Model, state: dict[History, int]) -> History:
    history = history[-(model.order - 1) :] if model.order > 1 else ()
    while history not in state:
        history = history[1:]
    return history


def lexicon_fst(
    lexicon: list[Pronunciation], numbers: dict[str, int]
) -> tuple[kaldifst.StdVectorFst, int]:
    """Phones to words; also tells the first disambiguation phone (``#0``)."""
    first = phones.phone_count() + 1
    fst = kaldifst.StdVectorFst()
    start = fst.add_state()
    fst.start = start
    fst.set_final(start, kaldifst.TropicalWeight(0.0))
    fst.add_arc(start, kaldifst.StdArc(first, numbers["#0"], 0.0, start))
    homophones = Counter(item.phones for item in lexicon)
    used: Counter[tuple[int, ...]] = Counter()
    for item in lexicon:
        used[item.phones] += 1
        marks = [first + used[item.phones]] if homophones[item.phones] > 1 else []
        source = start
        for place, phone in enumerate([*item.phones, *marks]):
            last = place == len(item.phones) + len(marks) - 1
            target = start if last else fst.add_state()
            word, cost = (numbers[item.word], item.cost) if place == 0 else (0, 0.0)
            fst.add_arc(source, kaldifst.StdArc(phone, word, cost, target))
            source = target
    return fst, first


def compose(
    model: Model, lexicon: list[Pronunciation], numbers: dict[str, int]
) -> tuple[kaldifst.StdVectorFst, int]:
    """Lexicon over grammar, determinised and minimised, disambiguation still in it."""
    words = grammar(model, numbers)
    kaldifst.arcsort(words, sort_type="ilabel")
    sounds, first = lexicon_fst(lexicon, numbers)
    kaldifst.arcsort(sounds, sort_type="olabel")
    joined = kaldifst.compose(sounds, words)
    kaldifst.determinize_star(joined)
    kaldifst.minimize_encoded(joined)
    return joined, first


class Expansion:
    """Turns phone arcs into transitions with loops and optional pauses.

    A phone's loop sits on the state it leads to when nothing else leads there.  A pause forgets
    the older of two words of history: it returns to the state that the history backs off to,
    which saves a pausing state for every pair of words.
    """

    def __init__(self, source: kaldifst.StdVectorFst, first_mark: int) -> None:
        """Read the composed graph; labels from ``first_mark`` (``#0``) on read nothing."""
        self.arcs: list[list[Arc]] = []
        self.finals: list[float] = []
        self._mark = first_mark
        self._begin = source.start
        states = range(source.num_states)
        self._ends = [source.final(state).value for state in states]
        self._arcs_in = [_arcs_of(source, state) for state in states]
        self._arcs_in = [[self._skip(arc) for arc in arcs] for arcs in self._arcs_in]
        self._entered = self._entries()
        self._hub: dict[int, int] = {}
        self._looping: dict[tuple[int, int], int] = {}
        self._pause: dict[int, int] = {}

    def _skip(self, arc: Arc) -> Arc:
        """The arc prolonged over states that do nothing but read a disambiguation symbol."""
        phone, word, cost, target = arc
        while len(self._arcs_in[target]) == 1 and math.isinf(self._ends[target]):
            ((mark, other, more, beyond),) = self._arcs_in[target]
            if mark <= self._mark or (word and other):
                break
            word, cost, target = word or other, cost + more, beyond
        return phone, word, cost, target

    def _entries(self) -> dict[int, set[int]]:
        """Which phones lead to each reachable state; 0 stands for none."""
        entered: defaultdict[int, set[int]] = defaultdict(set)
        entered[self._begin].add(0)
        waiting = [self._begin]
        while waiting:
            for phone, _, _, target in self._arcs_in[waiting.pop()]:
                if target not in entered:
                    waiting.append(target)
                entered[target].add(phone if phone < self._mark else 0)
        return entered

    def _add(self) -> int:
        self.arcs.append([])
        self.finals.append(math.inf)
        return len(self.arcs) - 1

    def _backed_off(self, state: int) -> tuple[int, float] | None:
        for label, word, cost, target in self._arcs_in[state]:
            if label == self._mark and not word:
                return target, cost
        return None

    def _home(self, state: int) -> tuple[int, float]:
        """Where a pause after reaching a state ends, and what forgetting costs."""
        lower = self._backed_off(state)
        if lower is None or self._backed_off(lower[0]) is None:
            return state, 0.0
        return lower

    def _merged(self, state: int) -> int:
        """The phone whose loop can sit on the state itself, or 0."""
        only = self._entered[state]
        phone = next(iter(only)) if len(only) == 1 else 0
        return 0 if _ends_word(phone) and self._home(state)[0] == state else phone

    def hub(self, state: int) -> int:
        """The expanded state from which a composed state's arcs leave."""
        if state not in self._hub:
            here = self._hub[state] = self._add()
            if phone := self._merged(state):
                self._dwell(here, phone, state)
        return self._hub[state]

    def looping(self, phone: int, state: int) -> int:
        """The expanded state in which a phone sounds before the composed state is reached."""
        if phone == self._merged(state):
            return self.hub(state)
        key = (phone, state)
        if key not in self._looping:
            here = self._looping[key] = self._add()
            self._dwell(here, phone, state)
            self.arcs[here].append((0, 0, 0.0, self.hub(state)))
        return self._looping[key]

    def _dwell(self, here: int, phone: int, state: int) -> None:
        """A phone's loop, and behind a word the way into a pause."""
        self.arcs[here].append((stay(phone), 0, 0.0, here))
        if _ends_word(phone):
            home, cost = self._home(state)
            pause = self.pause(home)
            self.arcs[here].append((enter(SILENCE_PHONE), 0, _PAUSE_COST + cost, pause))

    def pause(self, state: int) -> int:
        """The expanded state of a pause before the composed state."""
        if state not in self._pause:
            here = self._pause[state] = self._add()
            self.arcs[here].append((stay(SILENCE_PHONE), 0, 0.0, here))
            self.arcs[here].append((0, 0, 0.0, self.hub(state)))
        return self._pause[state]

    def run(self) -> None:
        """Expand everything; state 0 is the start, where a pause may come first."""
        start = self._add()
        self.arcs[start].append((0, 0, 0.0, self.hub(self._begin)))
        self.arcs[start].append((enter(SILENCE_PHONE), 0, 0.0, self.pause(self._begin)))
        for state in self._entered:
            here = self.hub(state)
            self.finals[here] = self._ends[state]
            for phone, word, cost, target in self._arcs_in[state]:
                spoken = 0 < phone < self._mark
                reached = self.looping(phone, target) if spoken else self.hub(target)
                self.arcs[here].append((enter(phone) if spoken else 0, word, cost, reached))


def _arcs_of(source: kaldifst.StdVectorFst, state: int) -> list[Arc]:
    return [
        (arc.ilabel, arc.olabel, arc.weight.value, arc.nextstate)
        for arc in kaldifst.ArcIterator(source, state)
    ]


def _ends_word(phone: int) -> bool:
    return phone > 1 and (phone - 2) % 4 >= 2


def write_const_fst(arcs: list[list[Arc]], finals: list[float], target: Path) -> None:
    """Write the graph as OpenFst's constant transducer, which vosk maps without a copy."""
    fst = kaldifst.StdVectorFst()
    fst.reserve_states(len(arcs))
    for _ in arcs:
        fst.add_state()
    fst.start = 0
    for state, leaving in enumerate(arcs):
        if math.isfinite(finals[state]):
            fst.set_final(state, kaldifst.TropicalWeight(finals[state]))
        for label, word, cost, reached in leaving:
            fst.add_arc(state, kaldifst.StdArc(label, word, cost, reached))
    kaldifst.StdConstFst(fst).write(str(target))


def sizes(arcs: list[list[Arc]]) -> dict[str, int]:
    """States and arcs, for the card."""
    totals: defaultdict[str, int] = defaultdict(int)
    totals["states"] = len(arcs)
    totals["arcs"] = sum(map(len, arcs))
    return dict(totals)
