"""分类: which manifestation the words speak of, with two alternatives and a confidence.

Topic words (the nouns of a type) and the ways of saying a manifestation are looked up in the text
by character, then by sound (the recogniser writes 路登 for 路灯). A word counts by its length and
by how few types use it; a way of saying (坏了) alone says little until its topic is named too. What
no word foresees is found by its likeness to whole sentences (likeness.py, examples.csv). Which
manifestation of the type it is, is told once more when the kind is known (within.py).
"""

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nlargest
from typing import NamedTuple

from ivr.language.pinyin import syllables
from ivr.tickets.lengths import lengths_by_first
from ivr.tickets.model import Candidate, Evidence, Kind
from ivr.tickets.sentences import TELLING, Like, Sentences
from ivr.tickets.taxonomy import Manifestation, Taxonomy, TypeKey
from ivr.tickets.within import Within

_LONGEST = 9
_BLOCK = 64  # characters whose words are looked up, and remembered, together
_LEAD = 4
_ENOUGH = 1.0  # below this score nothing was understood
_SHARPNESS = 0.045  # so that of matters judged with 0.8 four in five are right


class Hit(NamedTuple):
    """A word of the tree found in the text."""

    word: str
    span: Evidence
    share: float  # 1 by its characters, less by its sound


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the classifier thinks of a text."""

    candidates: tuple[Candidate, ...]
    score: float
    spans: tuple[Evidence, ...]  # the words that spoke for the best
    named: bool = False  # its topic was said
    complete: bool = False  # both the topic and what is wrong with it were said


@dataclass(frozen=True, slots=True)
class Matter:
    """A topic and what is wrong with it, said close together."""

    type: TypeKey
    span: Evidence
    score: float


_NEAR = 9
_LIKENESS = 200.0  # what full likeness adds to a type; a clear case has 0.3 to 0.7
OF_INDUSTRY = 0.23  # of it, what likeness to the industry counts beside that to the type
_NEAREST = 6  # types by likeness that are looked at
_LIKE = 0.2  # so like the sentences of a type that its words need not be named; talk has less
_LIKE_MATTER = 9.5  # likeness as a score of words: 0.2 is as much as a way of saying
_IS_TROUBLE = re.compile(r"停|断|乱|占|违|拖欠|欠|堵|噪|扰|漏|坏|没|无证|黑|被|偷")
# 另外两个事, 我有三个问题要反映: the matters are still to come.
_HOW_MANY = re.compile(
    r"[，,。 ]*(?:我|还|另外?|再|一共|总共|共|就|想|要|有|说|问|提|反映|投诉|咨询|一下){0,6}+"
    r"(?:[一两俩二三仨四五六几][个件点条样宗桩项]?|[个件点条样宗桩项])(?:事儿?|问题|情况|诉求|建议|意见)"
    r"(?:想|要)?(?:反映|说|问)?[，,。：: ]*"
)
_ASKED_THERE = re.compile(
    r"(?:给|找|联系|让我找|问)$"
)  # whom they called about it is not the matter


class Classifier:
    """分类器 over one tree."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self._topics: dict[str, list[TypeKey]] = defaultdict(list)
        self._sayings: dict[str, list[int]] = defaultdict(list)
        for key, words in taxonomy.types.items():
            for word in dict.fromkeys((*words, key[1])):
                self._topics[word].append(key)
        for index, m in enumerate(taxonomy.manifestations):
            for word in dict.fromkeys((*m.words, m.name)):
                self._sayings[word].append(index)
        self._within = Within(taxonomy)
        self._members: dict[TypeKey, list[int]] = defaultdict(list)
        for index, m in enumerate(taxonomy.manifestations):
            self._members[m.industry, m.type].append(index)
        self._keys: list[TypeKey] = [(m.industry, m.type) for m in taxonomy.manifestations]
        self._pairs = [_pairs_of(m.name) for m in taxonomy.manifestations]
        # Few and short: what callers say is not kept for longer than it helps.
        self.judge = lru_cache(maxsize=96)(self._judge)
        self.matters = lru_cache(maxsize=16)(self._matters)
        self._block = lru_cache(maxsize=128)(self._hits_of)
        self._types_of: dict[str, set[TypeKey]] = defaultdict(set)
        for word, indexes in self._sayings.items():
            for index in indexes:
                m = self._manifestation(index)
                self._types_of[word].add((m.industry, m.type))
        self.sentences = Sentences(taxonomy)
        self._words = frozenset(self._topics) | frozenset(self._sayings)
        self._weights = {w: self._weight(w) for w in self._words}
        self._by_sound: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for word in sorted(self._words):  # in one order, whatever the run
            if len(word) >= 2:
                self._by_sound[syllables(word)].append(word)
        self._lengths = lengths_by_first(self._words)
        self._lengths_by_sound = lengths_by_first(self._by_sound)

    def _weight(self, word: str) -> float:
        types = {
            (m.industry, m.type) for m in map(self._manifestation, self._sayings.get(word, []))
        }
        types |= set(self._topics.get(word, []))
        rare = math.log(1 + len(self.taxonomy.types) / max(1, len(types))) / math.log(1 + 222)
        return float(min(len(word), 5) ** 0.6 * (0.35 + rare))

    def _manifestation(self, index: int) -> Manifestation:
        return self.taxonomy.manifestations[index]

    def _judge(self, text: str) -> Judgement:
        """The best manifestation and two more; nothing when the words speak of none."""
        if _HOW_MANY.fullmatch(text):
            return Judgement((), 0.0, ())
        hits = self._hits(text)
        topics, sayings = self._by_type(hits), self._by_manifestation(hits)
        like = self.sentences.like(text)
        scored = self._scored(text, topics, sayings, like)
        if not scored:
            return Judgement((), 0.0, ())
        best = self._manifestation(scored[0][1])
        likeness = like.types.get((best.industry, best.type), 0.0)
        told = sayings.get(scored[0][1], [])
        by_words = self._by_words(topics.get((best.industry, best.type), 0.0), told)
        score = max(by_words, _LIKE_MATTER * likeness)
        spans = tuple(
            h.span
            for h in hits
            if scored[0][1] in self._sayings.get(h.word, ())
            or (best.industry, best.type) in self._topics.get(h.word, ())
        )
        named = (best.industry, best.type) in topics
        longest = max((len(h.word) for h in told if h.share == 1.0), default=0)
        if score < _ENOUGH or not (
            likeness >= _LIKE or self._clear(hits, spans, told, longest, named=named)
        ):
            return Judgement((), score, ())  # 坏了, of nothing
        return Judgement(
            self._candidates(scored),
            score,
            spans,
            named=named or likeness >= _LIKE,
            complete=(bool(told) and (named or longest > 2))
            or likeness >= 1.5 * _LIKE
            or any(_IS_TROUBLE.match(h.word) for h in hits if h.span in spans),
        )

    def told_as(self, text: str, judged: Judgement, kind: Kind) -> Judgement:
        """The same types, each with the manifestation that fits words and kind best."""
        words = text[:TELLING]
        heard = {hit.word: (hit.span, hit.share) for hit in self._hits(words)}
        candidates = tuple(
            replace(c, category=self._within.best(words, c.category, kind, heard))
            for c in judged.candidates
        )
        return replace(judged, candidates=candidates)

    def _scored(
        self,
        text: str,
        topics: Mapping[TypeKey, float],
        sayings: Mapping[int, list[Hit]],
        like: Like,
    ) -> list[tuple[float, int]]:
        """Manifestations with what speaks for them, by words and by likeness, the best first."""
        of_type = {k: v + OF_INDUSTRY * like.industries[k[0]] for k, v in like.types.items()}
        nearest = nlargest(_NEAREST, of_type, key=of_type.__getitem__)
        possible = set(sayings)
        for key in (*topics, *nearest):
            possible.update(self._members.get(key, ()))
        said = _pairs_of(text)
        scored = []
        for index in possible:
            key = self._keys[index]
            score = self._by_words(topics.get(key, 0.0), sayings.get(index))
            score += _LIKENESS * of_type.get(key, 0.0) + 0.1 * len(self._pairs[index] & said)
            scored.append((score, index))
        return sorted(scored, key=lambda s: (-s[0], s[1]))

    def _by_words(self, topic: float, told: list[Hit] | None) -> float:
        """What is worth that the topic was named and that its words were said."""
        return 1.3 * topic + (self._sum(told) * (1.0 if topic else 0.55) if told else 0.0)

    def _candidates(self, scored: list[tuple[float, int]]) -> tuple[Candidate, ...]:
        """The best manifestation of each of the three best types; how sure the type is."""
        best: dict[TypeKey, tuple[float, int]] = {}
        for score, index in scored:
            m = self._manifestation(index)
            best.setdefault((m.industry, m.type), (score, index))
        ranked = list(best.values())
        shares = [math.exp((score - ranked[0][0]) * _SHARPNESS) for score, _ in ranked]
        total = sum(shares)
        return tuple(
            Candidate(self._manifestation(index).category, round(share / total, 3))
            for share, (_, index) in zip(shares[:3], ranked, strict=False)
        )

    def _clear(
        self,
        hits: list[Hit],
        spans: tuple[Evidence, ...],
        told: list[Hit],
        longest: int,
        *,
        named: bool,
    ) -> bool:
        """The words alone are enough: a topic, a long way of saying, or one of this type only."""
        sure = any(h.share == 1.0 or len(h.word) > 2 for h in hits if h.span in spans)
        own = any(len(self._types_of[h.word]) == 1 for h in told if h.share == 1.0)
        return sure and (named or longest >= 3 or own)

    def _matters(self, text: str) -> list[Matter]:
        """The matters from left to right; where two claim the same words, the better one."""
        hits = self._hits(text)
        sayings: dict[TypeKey, list[Hit]] = defaultdict(list)
        for hit in hits:
            for index in self._sayings.get(hit.word, ()):
                m = self._manifestation(index)
                sayings[m.industry, m.type].append(hit)
        found: list[Matter] = []
        for hit in hits:
            for key in self._topics.get(hit.word, ()):
                said = [s for s in sayings.get(key, ()) if _distance(hit.span, s.span) <= _NEAR]
                if said:
                    best = max(
                        said,
                        key=lambda s: (
                            self._weights[s.word] * s.share - 0.05 * _distance(hit.span, s.span)
                        ),
                    )
                    span = (min(hit.span[0], best.span[0]), max(hit.span[1], best.span[1]))
                    score = self._sum([hit, best]) + self._weights[hit.word] * hit.share
                    found.append(Matter(key, span, score))
        found.sort(key=lambda matter: -matter.score)
        kept: list[Matter] = []
        for matter in found:
            span = matter.span
            if all(span[1] <= k.span[0] or span[0] >= k.span[1] for k in kept):
                kept.append(matter)
        return sorted(kept, key=lambda m: m.span)

    def _hits(self, text: str) -> list[Hit]:
        """Block by block: while a call goes on, only its last block is new."""
        found: list[Hit] = []
        for at in range(0, len(text), _BLOCK):
            lead = min(at, _LEAD)
            part = text[at - lead : at + _BLOCK + _LONGEST]
            for hit in self._block(part, lead):
                span = (hit.span[0] + at - lead, hit.span[1] + at - lead)
                found.append(Hit(hit.word, span, hit.share))
        return found

    def _hits_of(self, text: str, lead: int) -> tuple[Hit, ...]:
        """The words that begin in one block; `lead` characters before it are only looked at."""
        found: dict[tuple[int, int], Hit] = {}
        sounds = syllables(text)
        by_sound = len(sounds) == len(text)
        for at in range(lead, min(len(text), lead + _BLOCK)):
            lengths = self._lengths.get(text[at], frozenset())
            if by_sound:
                lengths |= self._lengths_by_sound.get(sounds[at], frozenset())
            for length in sorted(lengths):
                if length > min(_LONGEST, len(text) - at):
                    break
                words = text[at : at + length]
                if words in self._words:
                    found[at, at + length] = Hit(words, (at, at + length), 1.0)
                elif by_sound and length >= 2:
                    hit = self._heard(words, sounds[at : at + length], at)
                    if hit:
                        found[hit.span] = hit
        for span, hit in found.items():
            if _ASKED_THERE.search(text[max(0, span[0] - 3) : span[0]]):
                found[span] = Hit(hit.word, span, hit.share * 0.4)
        exact = [h.span for h in found.values() if h.share in (1.0, 0.4)]
        return tuple(
            h
            for h in found.values()
            if h.share in (1.0, 0.4) or all(h.span[1] <= a or h.span[0] >= b for a, b in exact)
        )

    def _heard(self, words: str, sounds: tuple[str, ...], at: int) -> Hit | None:
        for word in self._by_sound.get(sounds, ()):
            same = sum(a == b for a, b in zip(word, words, strict=True))
            if same == 0 and len(word) < 3:
                continue
            share = 0.55 if len(word) == 2 else 0.7
            return Hit(word, (at, at + len(word)), share)
        return None

    def _by_type(self, hits: list[Hit]) -> Mapping[TypeKey, float]:
        per: dict[TypeKey, list[Hit]] = defaultdict(list)
        for hit in hits:
            for key in self._topics.get(hit.word, ()):
                per[key].append(hit)
        return {key: self._sum(of_it) for key, of_it in per.items()}

    def _by_manifestation(self, hits: list[Hit]) -> Mapping[int, list[Hit]]:
        per: dict[int, list[Hit]] = defaultdict(list)
        for hit in hits:
            for index in self._sayings.get(hit.word, ()):
                per[index].append(hit)
        return per

    def _sum(self, hits: list[Hit]) -> float:
        """The weightiest word in full, further ones in part, a word inside another not at all."""
        if len(hits) == 1:
            return self._weights[hits[0].word] * hits[0].share
        longest = sorted(hits, key=lambda h: -self._weights[h.word] * h.share)
        kept: list[Hit] = []
        for hit in longest:
            inside = any(hit.span[0] < k.span[1] and k.span[0] < hit.span[1] for k in kept)
            if not inside and all(hit.word != k.word for k in kept):
                kept.append(hit)
        values = [self._weights[h.word] * h.share for h in kept]
        return sum(v * 0.5**i for i, v in enumerate(values))


def _pairs_of(text: str) -> frozenset[str]:
    """Every two characters that stand together."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _distance(a: Evidence, b: Evidence) -> int:
    return max(0, max(a[0], b[0]) - min(a[1], b[1]))
