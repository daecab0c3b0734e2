"""What a recogniser makes of a text: some characters become others of the same sound."""

from collections import defaultdict
from collections.abc import Iterable
from zlib import crc32

from ivr.language.pinyin import fold, syllables


class Homophones:
    """Characters by their folded sound, from the texts that it is given."""

    def __init__(self, texts: Iterable[str]) -> None:
        by_sound: dict[str, set[str]] = defaultdict(set)
        for character in {c for text in texts for c in text if "一" <= c <= "鿿"}:
            by_sound[fold(syllables(character)[0])].add(character)
        self._by_sound = {sound: sorted(found) for sound, found in by_sound.items()}

    def mishear(self, text: str, share: float = 0.15, seed: int = 0) -> str:
        """The text with about that share of characters misheard; the same every time."""
        heard = []
        for place, character in enumerate(text):
            dice = crc32(f"{seed}/{place}/{text}".encode())
            others: list[str] = []
            if "一" <= character <= "鿿":
                sound = fold(syllables(character)[0])
                others = [c for c in self._by_sound.get(sound, []) if c != character]
            if others and dice % 1000 < 1000 * share:
                character = others[(dice // 1000) % len(others)]
            heard.append(character)
        return "".join(heard)
