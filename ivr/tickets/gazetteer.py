"""地名录: the divisions of the province, found by their characters or by their sound.

The recogniser writes 黄姑区 for 皇姑区: the sound is right. A name is completed upward only if just
one place bears it; 铁西区 is in 沈阳 and in 鞍山 and stays 铁西区 until the caller says the city.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

from ivr.errors import Fault
from ivr.language.pinyin import syllables
from ivr.tickets.lengths import lengths_by_first
from ivr.tickets.model import Evidence

_SUFFIXES = ("自治县", "街道", "新区", "区", "县", "市", "镇", "乡")
_BLOCK = 64  # characters whose names are looked up, and remembered, together
_TEACHERS = ("师专", "师范", "师院", "师大")
_CUES = tuple("在住是市省区县到的、，, ")


@dataclass(frozen=True, slots=True)
class Division:
    """行政区划: one city, county or street with what lies above it."""

    rank: int  # 1 city, 2 district or county, 3 street, town or township
    city: str
    district: str | None = None
    street: str | None = None
    landmark: bool = False  # a spot inside the division, not its name

    @property
    def name(self) -> str:
        return self.street or self.district or self.city


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a text and the places that bear it."""

    span: Evidence
    places: tuple[Division, ...]
    exact: bool  # False: by its sound


@dataclass(frozen=True)
class Gazetteer:
    """地名录."""

    by_name: Mapping[str, tuple[Division, ...]] = field(default_factory=dict)
    by_sound: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    longest: int = 0
    _block: Callable[[str, int], tuple[tuple[int, Named], ...]] = field(init=False, repr=False)
    _lengths: Mapping[str, frozenset[int]] = field(init=False, repr=False)
    _lengths_by_sound: Mapping[str, frozenset[int]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_block", lru_cache(maxsize=256)(self._names_of))
        object.__setattr__(self, "_lengths", lengths_by_first(self.by_name))
        object.__setattr__(self, "_lengths_by_sound", lengths_by_first(self.by_sound))

    def find(self, text: str) -> list[Named]:
        """The names in a text from left to right, the longest at each spot."""
        starts: dict[int, Named] = {}
        for at in range(0, len(text), _BLOCK):
            lead = min(at, 1)
            block = self._block(text[at - lead : at + _BLOCK + self.longest + 2], lead)
            for start, named in block:
                begin, shift = start + at - lead, at - lead
                span = (named.span[0] + shift, named.span[1] + shift)
                starts[begin] = Named(span, named.places, named.exact)
        found: list[Named] = []
        end = 0
        for start in sorted(starts):
            if found and start == end + 1 and _is_cut(text[end], found[-1], starts[start]):
                continue  # 黑山县大虎山镇 is no 虎山镇
            if start >= end:
                found.append(starts[start])
                end = starts[start].span[1]
        return found

    def _names_of(self, text: str, lead: int) -> tuple[tuple[int, Named], ...]:
        """Where names begin in one block of a text; its first `lead` characters stand before it."""
        heard = syllables(text)
        by_sound = heard if len(heard) == len(text) else ()  # pinyin joined something
        spots = range(lead, min(len(text), lead + _BLOCK))
        found = [(at, self._at(text, at, by_sound)) for at in spots]
        return tuple((at, named) for at, named in found if named is not None)

    def _at(self, text: str, at: int, heard: tuple[str, ...]) -> Named | None:
        lengths = self._lengths.get(text[at], frozenset())
        if heard:
            lengths |= self._lengths_by_sound.get(heard[at], frozenset())
        for length in sorted(lengths, reverse=True):
            end = at + length
            if length < 2 or end > len(text):
                continue
            places = self.by_name.get(text[at:end])
            if places and not _is_part_of_a_word(text, at, end):
                return Named((at, end), places, exact=True)
            if heard and length >= 3:
                names = self.by_sound.get(heard[at:end], ())
                alike = [name for name in names if _plausible(name, text, at, end)]
                if alike:  # 千斤街道: 千金街道 or 前进街道, as the district before it says
                    places = tuple(d for name in alike for d in self.by_name[name])
                    return Named((at, end), places, exact=False)
        return None


def _is_cut(between: str, above: Named, below: Named) -> bool:
    """The lower name lacks its first character: no place of it lies in the upper one."""
    if between in "的，、,。 和与到至在跟是" or any(d.rank < 3 for d in below.places):
        return False
    return not any(
        below_it.city == over.city and over.district in (None, below_it.district)
        for over in above.places
        for below_it in below.places
    )


def _is_part_of_a_word(text: str, at: int, end: int) -> bool:
    """朝阳 in 朝阳的房子, 铁西 in no name at all: short forms need a neighbour that fits."""
    word, after = text[at:end], text[end : end + 2]
    if word.endswith(_SUFFIXES) and len(word) > 2:
        return False
    if word == "朝阳":
        return after[:1] not in ("市", "双", "龙", "县", "北", "建", "凌", "站")
    return (
        after[:1] in ("路", "街", "南", "北", "东", "西", "大")
        and after[1:] in ("", "街", "路", "大")
    ) or (after[:1] in ("路", "街"))


def _plausible(name: str, text: str, at: int, end: int) -> bool:
    """A name heard by its sound: one character at least is right, or the words around say place."""
    if text[at:end].endswith("城镇"):
        return False  # 再就是城镇的老年人: not 石城镇
    if text[end - 1 : end + 1] in _TEACHERS:
        return False  # 铁岭师专: a school, and not 铁岭市
    same = sum(a == b for a, b in zip(name, text[at:end], strict=True))
    suffix = next((s for s in _SUFFIXES if name.endswith(s)), "")
    stem = len(name) - len(suffix)
    stem_same = sum(a == b for a, b in zip(name[:stem], text[at:end], strict=False))
    cued = at == 0 or text[at - 1] in _CUES
    return (stem_same > 0 and same >= 2) or (cued and same >= 1) or (cued and len(name) > 3)


def load_gazetteer(folder: Path) -> tuple[Gazetteer, list[Fault]]:
    """Read every .yaml of the folder; what is wrong comes back with its line."""
    faults: list[Fault] = []
    divisions: dict[str, list[Division]] = {}
    if not folder.is_dir():
        return Gazetteer(), [
            Fault(str(folder), None, "地名录文件夹不存在", "恢复 knowledge_base/gazetteer/")
        ]
    for path in sorted(folder.glob("*.yaml")):
        try:
            node = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else None
            faults.append(Fault(str(path), line, f"不是有效的 YAML：{error}", "检查缩进和冒号"))
            continue
        for division, names in _divisions(node, str(path), faults):
            for name in names:
                divisions.setdefault(name, []).append(division)
    by_name = {name: tuple(dict.fromkeys(places)) for name, places in divisions.items()}
    sounds: dict[tuple[str, ...], list[str]] = {}
    for name in by_name:
        if len(name) >= 3 and name.endswith(_SUFFIXES):
            sounds.setdefault(syllables(name), []).append(name)
    return (
        Gazetteer(
            by_name, {s: tuple(n) for s, n in sounds.items()}, max(map(len, by_name), default=0)
        ),
        faults,
    )


def _pairs(node: object) -> Iterator[tuple[str, yaml.Node, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), value, key.start_mark.line + 1


def _divisions(
    root: object, file: str, faults: list[Fault]
) -> Iterator[tuple[Division, tuple[str, ...]]]:
    sections = {key: (value, line) for key, value, line in _pairs(root)}
    if "cities" not in sections:
        faults.append(Fault(file, 1, "缺少 cities 一节", "按“市 → 区县 → 街道乡镇”写"))
        return
    for city, counties, line in _pairs(sections["cities"][0]):
        if not city.endswith(("市", "州", "盟")):
            faults.append(Fault(file, line, f"“{city}”不像市名", "市名要写全，如 沈阳市"))
            continue
        yield Division(1, city), (city, city.removesuffix("市"))
        for county, streets, at in _pairs(counties):
            if not county.endswith(("区", "县", "市", "旗")):
                faults.append(Fault(file, at, f"“{county}”不像区县名", "写全，如 铁西区"))
                continue
            district = Division(2, city, county)
            yield district, _forms(county)
            if not isinstance(streets, yaml.ScalarNode):
                faults.append(Fault(file, at, f"{county} 的街道要写在一行", "用空格分开"))
                continue
            for street in str(streets.value or "").split():
                yield Division(3, city, county, street), (street,)
    for section, landmark in (("landmarks", True), ("areas", True), ("former", False)):
        if section in sections:
            yield from _of_divisions(sections[section][0], file, faults, landmark=landmark)


def _forms(county: str) -> tuple[str, ...]:
    """Full name and what people say: 岫岩满族自治县 is 岫岩 or 岫岩县; 中山区 is never 中山."""
    if county in _CALLED_ALSO:
        return (county, *_CALLED_ALSO[county])
    for tail in ("满族自治县", "左翼蒙古族自治县", "蒙古族自治县"):
        if county.endswith(tail):
            stem = county.removesuffix(tail)
            return (
                (county, stem + "县") if stem in ("本溪", "阜新") else (county, stem, stem + "县")
            )
    stem = county[:-1]
    if len(stem) < 2 or stem in _NO_SHORT:
        return (county,)
    return (county, stem)


_CALLED_ALSO = {
    "沈北新区": ("沈北",),
    "阜新蒙古族自治县": ("阜蒙县", "阜蒙", "阜新县"),
    "喀喇沁左翼蒙古族自治县": ("喀左县", "喀左"),
}
# Words, or names of several things: these are places only with 区, 县 or 市 behind them.
_NO_SHORT = frozenset(
    [
        "和平",
        "中山",
        "振兴",
        "太平",
        "太和",
        "海州",
        "新民",
        "清河",
        "古塔",
        "白塔",
        "宏伟",
        "朝阳",
        "辽阳",
        "铁岭",
        "抚顺",
        "阜新",
        "本溪",
        "建平",
        "站前",
        "西市",
        "老边",
        "双塔",
        "平山",
        "明山",
        "东洲",
        "千山",
        "黑山",
        "连山",
        "龙港",
        "凌河",
        "元宝",
        "长海",
        "灯塔",
        "太子河",
    ]
)


def _of_divisions(
    node: object, file: str, faults: list[Fault], *, landmark: bool
) -> Iterator[tuple[Division, tuple[str, ...]]]:
    """A spot in a division, which keeps its own name, or a name that a division once had."""
    for name, where, line in _pairs(node):
        value = str(where.value) if isinstance(where, yaml.ScalarNode) else ""
        city, mark, rest = value.partition("市")
        if not mark:
            faults.append(Fault(file, line, f"{name} 没有写明在哪个市", "如 沈阳市沈河区"))
            continue
        yield Division(2 if rest else 1, city + "市", rest or None, landmark=landmark), (name,)
