"""Learns the reader of matters: `python -m tools.learn_reader` writes `reader.npz`.

Needs PyTorch (`make .venv/.installed-train`) and an hour of a processor. First a net
guesses characters that were hidden in any text the repository holds, then it learns whom the
labelled matters are about, where and when they happened, where place and time are said, their kind
and type (never from `test.jsonl`), and the facts of the statements in `marked.tsv`; in the last
rounds whole calls and letters alone, as they come.
Names and places are exchanged for others while it learns, characters for others that sound alike,
and some are hidden, so that it follows the story and not the names.

`--check a1+b3 a5` judges whom the matters of authors are about by what was learnt without them: the
weights of single signs alone, with the reader, and the reader alone.
"""

import argparse
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

try:
    import torch
    from torch import nn
    from torch.nn import functional
    from tqdm import tqdm
except ModuleNotFoundError as missing:
    raise SystemExit(f"{missing}: run `make .venv/.installed-train` first") from missing

from ivr.tickets.kind_sense import KINDS
from ivr.tickets.model import Evidence, Kind
from ivr.tickets.reader import FILE, Alphabet, Asked, Ids
from ivr.tickets.understanding import Understanding
from tools import learn_respondents, marked
from tools.learn_respondents import FOLDER
from tools.reader_net import FIELDS, Batch, Example, Net, loss_of
from tools.reader_texts import (
    Matter,
    alphabet_of,
    keys_of,
    matters,
    other_texts,
    sentences,
    type_of,
)

# What the reader's word counts beside the weights of single signs.
COUNTS = {Asked.WHO: 1.0, Asked.PLACE: 0.7, Asked.TIME: 1.0}
TRIED = (0.5, 1.0, 1.5, 2.0, 3.0)
SHARES = {"who": 1.0, "place": 0.7, "time": 0.7, "edges": 0.25, "kind": 0.5, "type": 0.3}
SEED = 1


@dataclass(frozen=True)
class Plan:
    """How long and how fast something is learnt."""

    rounds: int
    size: int
    rate: float = 2e-3
    warm_up: int = 150
    held_back: float = 0.02


GUESSING = Plan(rounds=12, size=64)
READING = Plan(rounds=12, size=32)
AS_THEY_COME = Plan(rounds=6, size=32)  # the last rounds, without the statements


@dataclass
class Lessons:
    """All there is to learn from, in numbers."""

    alphabet: Alphabet
    types: list[str]
    texts: list[Example]
    sentences: list[Example]
    matters: list[Example]
    read: list[Matter]

    @classmethod
    def gather(cls) -> "Lessons":
        understanding, _ = Understanding.load(FOLDER)
        read = list(matters(understanding))
        said = list(sentences(understanding.classifier.taxonomy))
        texts = other_texts()
        alphabet = alphabet_of([m.words for m in read] + [words for words, _ in said] + texts)
        types = sorted({name for _, name in said})
        number = {name: at for at, name in enumerate(types)}
        return cls(
            alphabet,
            types,
            [Example(alphabet.ids(text, text)) for text in texts],
            [Example(alphabet.ids(words, words), type=number[name]) for words, name in said],
            [_example(alphabet, matter, number) for matter in read],
            read,
        )

    def net(self) -> Net:
        torch.manual_seed(SEED)
        return Net(self.alphabet, len(KINDS), len(self.types))


def _example(alphabet: Alphabet, matter: Matter, types: dict[str, int]) -> Example:
    want = matter.want
    return Example(
        alphabet.ids(matter.words, matter.blanked),
        matter.author,
        matter.choices,
        {field: _said(matter.words, want[field]) for field in FIELDS},
        KINDS.index(Kind(want["kind"])) if want["kind"] else -1,
        types.get(type_of(want["industry"], want["type"]), -1),
    )


def _said(words: str, want: str | None) -> list[Evidence] | None:
    """Everywhere it is said; None where it is said outside the matter."""
    if want is None:
        return []
    found, at = [], words.find(want)
    while at >= 0:
        found.append((at, at + len(want)))
        at = words.find(want, at + 1)
    return found or None


class Exchange:
    """Other names, other places, other characters of the same sound, and some hidden."""

    def __init__(self, matters: Sequence[Example], seed: int) -> None:
        self._dice = np.random.default_rng(seed)
        self._names = np.concatenate([each.ids[:2, each.ids[3] > 0] for each in matters], 1)
        alike: dict[int, set[int]] = defaultdict(set)
        for each in matters:
            for char, sound in each.ids[:2].T.tolist():
                alike[sound].add(char)
        self._alike = {s: sorted(those) for s, those in alike.items() if s > 1 and len(those) > 1}

    def of(self, example: Example) -> Ids:
        dice, ids, own = self._dice, example.ids.copy(), example.ids[0]
        places = np.flatnonzero(ids[3])
        if len(places) and dice.random() < 0.5:
            self._rename(ids, [places])
        for start, end in example.spans(Asked.WHO):
            if end - start >= 3 and dice.random() < 0.2:
                pair = own[start : start + 2]
                heads = np.flatnonzero((own[:-1] == pair[0]) & (own[1:] == pair[1]))
                self._rename(ids, [heads, heads + 1])
        chance = dice.random(example.length)
        ids[0][chance < 0.08] = 1
        ids[1][chance > 0.92] = 1
        ids[2][dice.random(example.length) < 0.1] = 0
        for at in np.flatnonzero((chance > 0.5) & (chance < 0.53)).tolist():
            if (alike := self._alike.get(int(ids[1, at]))) is not None:
                ids[0, at] = alike[dice.integers(len(alike))]
        return ids

    def _rename(self, ids: Ids, places: list[np.ndarray]) -> None:
        """Each group of places becomes the same character; or a place each of its own."""
        unknown = self._dice.random() < 0.35
        alone = len(places) == 1
        for those in places:
            count = len(those) if alone else 1
            new = self._names[:, self._dice.integers(self._names.shape[1], size=count)]
            ids[:2, those] = 1 if unknown else new


def rounds_of(examples: Sequence[Example], plan: Plan, seed: int) -> Iterator[list[Example]]:
    """Batches of texts of nearly the same length, round after round."""
    dice = np.random.default_rng(seed)
    lengths = np.array([each.length for each in examples])
    for _ in range(plan.rounds):
        order = np.argsort(lengths + dice.random(len(lengths)) * 12)
        batches = [order[at : at + plan.size] for at in range(0, len(order), plan.size)]
        for number in dice.permutation(len(batches)):
            yield [examples[at] for at in batches[number].tolist()]


def steps_of(examples: int, plan: Plan) -> int:
    return plan.rounds * math.ceil(examples / plan.size)


class Learner:
    """One step after another, the rate rising and then falling; keeps the mean of late steps."""

    def __init__(self, net: Net, plan: Plan, steps: int) -> None:
        self._net, self._plan = net, plan
        self.steps = steps
        self._best = torch.optim.AdamW(net.parameters(), lr=plan.rate, weight_decay=plan.held_back)
        self.step = 0
        self.mean = {name: value.detach().clone() for name, value in net.state_dict().items()}

    def learn(self, loss: torch.Tensor) -> None:
        rate = min(1, (self.step + 1) / self._plan.warm_up) * max(0.02, 1 - self.step / self.steps)
        for group in self._best.param_groups:
            group["lr"] = self._plan.rate * rate
        self._best.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._net.parameters(), 1.0)
        self._best.step()
        self.step += 1
        keeps = min(0.998, self.step / (self.step + 10))
        with torch.no_grad():
            for name, value in self._net.state_dict().items():
                self.mean[name].lerp_(value, 1 - keeps)


def guess(lessons: Lessons) -> Net:
    """A net that has learnt to guess hidden characters."""
    net, examples = lessons.net(), [*lessons.texts, *lessons.sentences]
    learner = Learner(net, GUESSING, steps_of(len(examples), GUESSING))
    for those in tqdm(rounds_of(examples, GUESSING, SEED), "guessing", learner.steps):
        told = Batch.of(those, [each.ids for each in those])
        chars = told.ids[:, 0].clone()
        chance = torch.rand(chars.shape)
        hidden = (chance < 0.15) & (chars > 1)
        if not hidden.any():
            continue
        told.ids[:, 0][hidden] = net.hidden
        told.ids[:, 1][hidden & (chance < 0.1)] = 1  # of some the sound is known
        told.ids[:, 2][hidden] = 0
        read = net.read(told)
        loss = functional.cross_entropy(net.guess(read[hidden]), chars[hidden])
        types = torch.tensor([each.type for each in those])
        if (types >= 0).any():
            heard = net.to_type(net.drop(net.whole(read, told)))
            loss = loss + SHARES["type"] * functional.cross_entropy(heard, types, ignore_index=-1)
        learner.learn(loss)
    return net


def learn(lessons: Lessons, begun: Net, apart: Sequence[str] = ()) -> Net:
    """The net that knows who, where and when is meant, without the matters of some authors."""
    net = lessons.net()
    net.load_state_dict(begun.state_dict())
    known = [each for each in lessons.matters if each.group not in apart]
    of_statements = {case["author"] for case in marked.cases()}
    whole = [each for each in known if each.group not in of_statements]
    exchange, dice = Exchange(known, SEED), np.random.default_rng(SEED)
    steps = steps_of(len(known), READING) + steps_of(len(whole), AS_THEY_COME)
    learner = Learner(net, READING, steps)
    order = chain(rounds_of(known, READING, SEED), rounds_of(whole, AS_THEY_COME, SEED + 1))
    for those in tqdm(order, "reading", steps):
        told = Batch.of(those, [exchange.of(each) for each in those])
        loss = loss_of(net(told), those, SHARES)
        if learner.step % 2 == 0:
            more = [lessons.sentences[at] for at in dice.integers(len(lessons.sentences), size=48)]
            told = Batch.of(more, [exchange.of(each) for each in more])
            loss = loss + loss_of(net(told), more, {**dict.fromkeys(SHARES, 0.0), "type": 0.3})
        learner.learn(loss)
    net.load_state_dict(learner.mean)
    return net.eval()


def worths(net: Net, examples: Sequence[Example]) -> list[np.ndarray]:
    """Of each text what speaks for each span, and last for nobody."""
    found = []
    with torch.no_grad():
        for each in examples:
            own = net(Batch.of([each], [each.ids])).worth[Asked.WHO][0].numpy()
            found.append(np.append(own[: len(each.spans(Asked.WHO))], own[-1]))
    return found


def check(lessons: Lessons, groups: Sequence[str]) -> None:
    """The first right, of the matters of authors nothing was learnt from."""
    begun, read = guess(lessons), lessons.read
    authors = np.array([matter.author for matter in read])
    signs = learn_respondents.table([matter.signs for matter in read])
    starts = np.searchsorted(signs.of, np.arange(len(read) + 1))
    for group in groups:
        apart = group.split("+")
        kept = ~np.isin(authors, apart)
        sums = signs.held @ learn_respondents.learn(signs.part(kept))
        asked = np.flatnonzero(~kept).tolist()
        own = worths(learn(lessons, begun, apart), [lessons.matters[at] for at in asked])
        hits: dict[str, list[list[bool]]] = defaultdict(list)
        for at, worth in zip(asked, own, strict=True):
            alone = sums[starts[at] : starts[at + 1]]
            first = [int(np.argmax(alone + counts * worth)) for counts in (0, *TRIED)]
            own_right = read[at].signs.right
            right = [own_right[choice] for choice in (*first, int(np.argmax(worth)))]
            hits[read[at].author].append(right)
        if len(apart) > 1:
            hits[group] = [right for author in apart for right in hits[author]]
        for author, rights in hits.items():
            shares = (f"{share:.1%}" for share in np.mean(rights, 0))
            print(author, len(rights), *shares, flush=True)


def write(lessons: Lessons) -> None:
    net = learn(lessons, guess(lessons))
    path = FOLDER / "taxonomy" / FILE
    learnt = keys_of(matter.utterance for matter in lessons.read)
    np.savez_compressed(
        path,
        chars=np.array(net.alphabet.chars),
        sounds=np.array("\n".join(net.alphabet.sounds)),
        marks=np.array("\n".join(net.alphabet.marks)),
        learnt=np.array(sorted(learnt), np.uint32),
        **net.kept(COUNTS),  # type: ignore[arg-type]
    )
    print(f"{len(lessons.read)} matters, {path.stat().st_size / 1e3:.0f} kB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", nargs="+", metavar="AUTHORS", help="judge instead of writing")
    groups = parser.parse_args().check
    lessons = Lessons.gather()
    if groups:
        check(lessons, groups)
    else:
        write(lessons)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
