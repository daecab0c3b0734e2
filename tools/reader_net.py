"""The reader's net as it is learnt (PyTorch), and as it is kept for `ivr/tickets/reader.py`.

Beside who, where and when is meant it learns where whom, the place and the time are said, the kind
and the type, and before all that the characters that were hidden in any text: all this shapes the
same layers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from ivr.tickets.model import Evidence
from ivr.tickets.reader import DISTANCES, LONGEST, UNKNOWN, Alphabet, Asked, Floats, Ids
from tools.reader_texts import Choices

FIELDS = ("respondent", "place", "time")
WIDTH = 96
_SEEN, _TOLD, _HEEDS = 64, 96, 4
_CHAR, _SOUND, _MARK = 64, 32, 16
_DROPPED = 0.25
_NEVER = -1e9
Edges = dict[str, list[Evidence] | None]  # of each field, wherever it is said; None: unknown


@dataclass(frozen=True)
class Example:
    """A text and what is known of it; -1 is an unknown kind or type."""

    ids: Ids
    group: str = ""
    choices: Mapping[Asked, Choices] = field(default_factory=dict)
    edges: Edges | None = None
    kind: int = -1
    type: int = -1

    @property
    def length(self) -> int:
        return self.ids.shape[1]

    def spans(self, asked: Asked) -> tuple[Evidence, ...]:
        return self.choices.get(asked, Choices()).spans


@dataclass(frozen=True)
class Offered:
    """The stretches of a batch that are judged."""

    start: Tensor  # [texts, spans]
    end: Tensor
    there: Tensor

    @classmethod
    def of(cls, spans: list[tuple[Evidence, ...]]) -> "Offered":
        held = np.zeros((3, len(spans), max(1, *map(len, spans))), np.int64)
        held[1] = 1
        for at, own in enumerate(spans):
            if own:
                held[:2, at, : len(own)] = np.array(own).T
                held[2, at, : len(own)] = 1
        start, end, there = torch.from_numpy(held)
        return cls(start, end, there > 0)


@dataclass(frozen=True)
class Batch:
    ids: Tensor  # [texts, 4, characters]
    there: Tensor  # [texts, characters, 1]
    offered: Mapping[Asked, Offered]

    @classmethod
    def of(cls, examples: list[Example], ids: list[Ids]) -> "Batch":
        longest = max(each.shape[1] for each in ids)
        held = np.zeros((len(ids), 4, longest), np.int64)
        for at, own in enumerate(ids):
            held[at, :, : own.shape[1]] = own
        there = torch.from_numpy(held[:, 0] > 0).float()[..., None]
        offered = {asked: Offered.of([each.spans(asked) for each in examples]) for asked in Asked}
        return cls(torch.from_numpy(held), there, offered)


@dataclass(frozen=True)
class Heard:
    """What the net makes of a batch."""

    worth: Mapping[Asked, Tensor]  # [texts, spans and none]
    edges: Tensor  # [texts, characters and nowhere, beginning and end of each field]
    kind: Tensor
    type: Tensor


class Judge(nn.Module):
    """What speaks for each stretch being what is asked for, and for none."""

    def __init__(self) -> None:
        super().__init__()
        self.told = nn.Linear(3 * WIDTH + _SEEN, _TOLD)
        self.worth, self.none = nn.Linear(_TOLD, 1), nn.Linear(_SEEN, 1)
        self.drop = nn.Dropout(_DROPPED)

    def forward(self, read: Tensor, whole: Tensor, offered: Offered) -> Tensor:
        sums = torch.cat((torch.zeros_like(read[:, :1]), read.cumsum(1)), 1)

        def pick(of: Tensor, at: Tensor) -> Tensor:
            return of.gather(1, at[..., None].expand(-1, -1, WIDTH))

        start, end = offered.start, offered.end
        mean = (pick(sums, end) - pick(sums, start)) / (end - start)[..., None]
        beside = whole[:, None].expand(-1, start.shape[1], -1)
        told = torch.cat((pick(read, start), pick(read, end - 1), mean, beside), -1)
        told = self.drop(torch.relu(self.told(self.drop(told))))
        worth = self.worth(told)[..., 0].masked_fill(~offered.there, _NEVER)
        return torch.cat((worth, self.none(whole)), 1)

    def kept(self, counts: float) -> dict[str, Floats]:
        own = {name: value.detach().numpy() for name, value in self.state_dict().items()}
        told = np.split(own["told.weight"].T, WIDTH * np.arange(1, 4))
        return {
            **dict(zip(("first", "last", "mean", "whole"), told, strict=True)),
            "told": own["told.bias"],
            "worth": own["worth.weight"][0] * counts,
            "none": own["none.weight"][0] * counts,
            "none 0": (own["none.bias"] - own["worth.bias"]) * counts,
        }


class Net(nn.Module):
    def __init__(self, alphabet: Alphabet, kinds: int, types: int) -> None:
        super().__init__()
        self.alphabet = alphabet
        self.hidden = len(alphabet.chars) + UNKNOWN + 1  # the number of a hidden character
        chars, sounds = self.hidden + 1, len(alphabet.sounds) + UNKNOWN + 1
        marks = 4 * (len(alphabet.marks) + 1) + 1
        self.char = nn.Embedding(chars, _CHAR, padding_idx=0)
        self.sound = nn.Embedding(sounds, _SOUND, padding_idx=0)
        self.mark = nn.Embedding(marks, _MARK, padding_idx=0)
        for table in (self.char, self.sound, self.mark):
            nn.init.normal_(table.weight, std=0.3)
        self.enter = nn.Linear(_CHAR + _SOUND + _MARK, WIDTH)
        self.blank = nn.Linear(1, WIDTH, bias=False)
        self.drop = nn.Dropout(_DROPPED)
        near = torch.tensor([[0.4], [1.0], [0.4]])
        self.taps = nn.ParameterList(
            [nn.Parameter(near + 0.2 * torch.randn(3, WIDTH)) for _ in DISTANCES]
        )
        self.gated = nn.ModuleList([nn.Linear(WIDTH, 2 * WIDTH) for _ in DISTANCES])
        self.norms = nn.ModuleList([nn.LayerNorm(WIDTH) for _ in DISTANCES])
        seen = (_HEEDS + 1) * WIDTH
        self.heed = nn.Linear(WIDTH, _HEEDS, bias=False)
        self.seen = nn.Linear(seen, _SEEN)
        self.judges = nn.ModuleDict({asked.value: Judge() for asked in Asked})
        self.at, self.nowhere = nn.Linear(WIDTH, 2 * len(FIELDS)), nn.Linear(_SEEN, 2 * len(FIELDS))
        self.to_kind, self.to_type = nn.Linear(seen, kinds), nn.Linear(seen, types)
        self.guess = nn.Linear(WIDTH, chars)

    def read(self, batch: Batch) -> Tensor:
        """What each character is read as."""
        char, sound, mark, blank = batch.ids.unbind(1)
        told = torch.cat((self.char(char), self.sound(sound), self.mark(mark)), -1)
        read = self.enter(self.drop(told)) + self.blank(blank[..., None].float())
        read = read * batch.there
        length = read.shape[1]
        for away, taps, gated, norm in zip(
            DISTANCES, self.taps, self.gated, self.norms, strict=True
        ):
            wide = functional.pad(self.drop(norm(read) * batch.there), (0, 0, away, away))
            near = wide[:, :length] * taps[0] + wide[:, away : length + away] * taps[1]
            value, gate = gated(near + wide[:, 2 * away :] * taps[2]).chunk(2, -1)
            read = (read + value * torch.sigmoid(gate)) * batch.there
        return read

    def whole(self, read: Tensor, batch: Batch) -> Tensor:
        """What the whole text is read as."""
        outside = (1 - batch.there) * _NEVER
        heed = torch.softmax(self.heed(read) + outside, 1)
        seen = torch.einsum("blk,blh->bkh", heed, read).flatten(1)
        return torch.cat((seen, (read + outside).amax(1).clamp(min=-10)), -1)

    def forward(self, batch: Batch) -> Heard:
        read = self.read(batch)
        all_of = self.drop(self.whole(read, batch))
        whole = torch.relu(self.seen(all_of))
        at = self.at(self.drop(read)) + (1 - batch.there) * _NEVER
        return Heard(
            {a: self.judges[a.value](read, whole, batch.offered[a]) for a in Asked},
            torch.cat((at, self.nowhere(whole)[:, None]), 1),
            self.to_kind(all_of),
            self.to_type(all_of),
        )

    def kept(self, counts: Mapping[Asked, float]) -> dict[str, Floats]:
        """The weights for numpy; what only shaped the layers is left out."""
        own = {name: value.detach().numpy() for name, value in self.state_dict().items()}
        enter = np.split(own["enter.weight"].T, np.cumsum([_CHAR, _SOUND]))
        whole = own["seen.weight"].reshape(_SEEN, _HEEDS + 1, WIDTH).transpose(1, 2, 0)
        kept = {
            "char": own["char.weight"][: self.hidden] @ enter[0] + own["enter.bias"],
            "sound": own["sound.weight"] @ enter[1],
            "mark": own["mark.weight"] @ enter[2],
            "blank": own["blank.weight"][:, 0],
            "heed": own["heed.weight"].T,
            "seen": whole,
            "seen 0": own["seen.bias"],
        }
        for asked in Asked:
            judge = self.judges[asked.value].kept(counts[asked])
            kept |= {f"{asked.value} {name}": weights for name, weights in judge.items()}
        for at in range(len(DISTANCES)):
            kept[f"gated {at}"] = own[f"gated.{at}.weight"].T
            kept[f"gated 0 {at}"] = own[f"gated.{at}.bias"]
            kept[f"taps {at}"] = own[f"taps.{at}"]
            kept[f"norm {at}"] = np.stack((own[f"norms.{at}.weight"], own[f"norms.{at}.bias"]))
        return {f"w {name}": weights.astype(np.float16) for name, weights in kept.items()}


def loss_of(heard: Heard, examples: list[Example], counts: dict[str, float]) -> Tensor:
    """How far from all that is known; `counts` says how much each of it counts."""
    loss = counts["edges"] * _edges_missed(heard.edges, examples)
    for asked, worth in heard.worth.items():
        right = [each.choices.get(asked, Choices()).right for each in examples]
        loss = loss + counts[asked.value] * _missed(worth, right)
    for name, told in (("kind", heard.kind), ("type", heard.type)):
        known = torch.tensor([getattr(each, name) for each in examples])
        if (known >= 0).any():
            loss = loss + counts[name] * functional.cross_entropy(told, known, ignore_index=-1)
    return loss


def _missed(worth: Tensor, right: list[NDArray[np.bool_] | None]) -> Tensor:
    """Over the matters in which some stretch, or none, is right."""
    those = torch.zeros_like(worth, dtype=torch.bool)
    for at, each in enumerate(right):
        if each is not None:
            those[at, : len(each) - 1] = torch.from_numpy(each[:-1])
            those[at, -1] = bool(each[-1])
    known = those.any(1)
    likely = torch.log_softmax(worth, 1).masked_fill(~those, _NEVER).logsumexp(1)
    return -(likely * known).sum() / len(right)


def _edges_missed(edges: Tensor, examples: list[Example]) -> Tensor:
    those = torch.zeros_like(edges, dtype=torch.bool)
    for at, example in enumerate(examples):
        for number, name in enumerate(FIELDS):
            spans = (example.edges or {}).get(name)
            for start, end in spans or ():
                those[at, start, 2 * number] = those[at, end - 1, 2 * number + 1] = True
            if spans == []:
                those[at, -1, 2 * number : 2 * number + 2] = True
    likely = torch.log_softmax(edges, 1).masked_fill(~those, _NEVER).logsumexp(1)
    return -(likely * those.any(1)).sum() / len(examples)


__all__ = ["FIELDS", "LONGEST", "Batch", "Edges", "Example", "Heard", "Net", "loss_of"]
