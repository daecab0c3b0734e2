"""The reader's net as it is learnt (PyTorch), and as it is kept for `ivr/tickets/reader.py`.

Beside who is meant it learns where whom, the place and the time are said, the kind and the type,
and before all that the characters that were hidden in any text: all this shapes the same layers.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from ivr.tickets.reader import DISTANCES, LONGEST, UNKNOWN, Alphabet, Floats, Ids

FIELDS = ("respondent", "place", "time")
WIDTH = 96
_SEEN, _TOLD, _HEEDS = 64, 96, 4
_CHAR, _SOUND, _MARK = 64, 32, 16
_DROPPED = 0.25
_NEVER = -1e9
Edges = dict[str, list[tuple[int, int]] | None]  # of each field, wherever it is said; None: unknown


@dataclass(frozen=True)
class Example:
    """A text and what is known of it; -1 is an unknown kind or type."""

    ids: Ids
    group: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    right: NDArray[np.bool_] | None = None  # of the spans, and last of nobody
    edges: Edges | None = None
    kind: int = -1
    type: int = -1

    @property
    def length(self) -> int:
        return self.ids.shape[1]


@dataclass(frozen=True)
class Batch:
    ids: Tensor  # [texts, 4, characters]
    there: Tensor  # [texts, characters, 1]
    start: Tensor  # [texts, spans]
    end: Tensor
    offered: Tensor

    @classmethod
    def of(cls, examples: list[Example], ids: list[Ids]) -> "Batch":
        longest = max(each.shape[1] for each in ids)
        most = max(1, *(len(example.spans) for example in examples))
        held = np.zeros((len(ids), 4, longest), np.int64)
        spans = np.zeros((3, len(ids), most), np.int64)
        spans[1] = 1
        for at, (example, own) in enumerate(zip(examples, ids, strict=True)):
            held[at, :, : own.shape[1]] = own
            if example.spans:
                spans[:2, at, : len(example.spans)] = np.array(example.spans).T
                spans[2, at, : len(example.spans)] = 1
        there = torch.from_numpy(held[:, 0] > 0).float()[..., None]
        start, end, offered = torch.from_numpy(spans)
        return cls(torch.from_numpy(held), there, start, end, offered > 0)


@dataclass(frozen=True)
class Heard:
    """What the net makes of a batch."""

    worth: Tensor  # [texts, spans and nobody]
    edges: Tensor  # [texts, characters and nowhere, beginning and end of each field]
    kind: Tensor
    type: Tensor


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
        self.told = nn.Linear(3 * WIDTH + _SEEN, _TOLD)
        self.worth, self.nobody = nn.Linear(_TOLD, 1), nn.Linear(_SEEN, 1)
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
        sums = torch.cat((torch.zeros_like(read[:, :1]), read.cumsum(1)), 1)

        def pick(of: Tensor, at: Tensor) -> Tensor:
            return of.gather(1, at[..., None].expand(-1, -1, WIDTH))

        length = (batch.end - batch.start)[..., None]
        mean = (pick(sums, batch.end) - pick(sums, batch.start)) / length
        beside = whole[:, None].expand(-1, batch.start.shape[1], -1)
        told = torch.cat((pick(read, batch.start), pick(read, batch.end - 1), mean, beside), -1)
        told = self.drop(torch.relu(self.told(self.drop(told))))
        worth = self.worth(told)[..., 0].masked_fill(~batch.offered, _NEVER)
        at = self.at(self.drop(read)) + (1 - batch.there) * _NEVER
        return Heard(
            torch.cat((worth, self.nobody(whole)), 1),
            torch.cat((at, self.nowhere(whole)[:, None]), 1),
            self.to_kind(all_of),
            self.to_type(all_of),
        )

    def kept(self, counts: float) -> dict[str, Floats]:
        """The weights for numpy; what only shaped the layers is left out."""
        own = {name: value.detach().numpy() for name, value in self.state_dict().items()}
        enter = np.split(own["enter.weight"].T, np.cumsum([_CHAR, _SOUND]))
        whole = own["seen.weight"].reshape(_SEEN, _HEEDS + 1, WIDTH).transpose(1, 2, 0)
        told = np.split(own["told.weight"].T, WIDTH * np.arange(1, 4))
        nobody = own["nobody.bias"] - own["worth.bias"]
        kept = {
            "char": own["char.weight"][: self.hidden] @ enter[0] + own["enter.bias"],
            "sound": own["sound.weight"] @ enter[1],
            "mark": own["mark.weight"] @ enter[2],
            "blank": own["blank.weight"][:, 0],
            "heed": own["heed.weight"].T,
            "seen": whole,
            "seen 0": own["seen.bias"],
            **dict(zip(("first", "last", "mean", "whole"), told, strict=True)),
            "told": own["told.bias"],
            "worth": own["worth.weight"][0] * counts,
            "nobody": own["nobody.weight"][0] * counts,
            "nobody 0": nobody * counts,
        }
        for at in range(len(DISTANCES)):
            kept[f"gated {at}"] = own[f"gated.{at}.weight"].T
            kept[f"gated 0 {at}"] = own[f"gated.{at}.bias"]
            kept[f"taps {at}"] = own[f"taps.{at}"]
            kept[f"norm {at}"] = np.stack((own[f"norms.{at}.weight"], own[f"norms.{at}.bias"]))
        return {f"w {name}": weights.astype(np.float16) for name, weights in kept.items()}


def loss_of(heard: Heard, examples: list[Example], counts: dict[str, float]) -> Tensor:
    """How far from all that is known; `counts` says how much each of it counts."""
    loss = counts["worth"] * _missed(heard.worth, [each.right for each in examples])
    loss = loss + counts["edges"] * _edges_missed(heard.edges, examples)
    for name, told in (("kind", heard.kind), ("type", heard.type)):
        known = torch.tensor([getattr(each, name) for each in examples])
        if (known >= 0).any():
            loss = loss + counts[name] * functional.cross_entropy(told, known, ignore_index=-1)
    return loss


def _missed(worth: Tensor, right: list[NDArray[np.bool_] | None]) -> Tensor:
    """Over the matters in which somebody, or nobody, is right."""
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
        for number, field in enumerate(FIELDS):
            spans = (example.edges or {}).get(field)
            for start, end in spans or ():
                those[at, start, 2 * number] = those[at, end - 1, 2 * number + 1] = True
            if spans == []:
                those[at, -1, 2 * number : 2 * number + 2] = True
    likely = torch.log_softmax(edges, 1).masked_fill(~those, _NEVER).logsumexp(1)
    return -(likely * those.any(1)).sum() / len(examples)


__all__ = ["FIELDS", "LONGEST", "Batch", "Edges", "Example", "Heard", "Net", "loss_of"]
