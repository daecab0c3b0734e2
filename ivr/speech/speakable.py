"""What a voice can say: found at `ivr check`, not on a call."""

import re
import unicodedata

PLACEHOLDER = re.compile(r"\{[^{}]*\}|\$\w+|<[^<>]{1,40}>|\[[^\[\]]{1,40}\]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
SIGN = re.compile(r"[@$€£^|\\=&+]|https?:|www[.]", re.ASCII)
SPELLED = re.compile(
    r"(?<![A-Za-z])(?:[A-Z]{2,5}|km|kg|cm|mm|ml|kWh)(?![A-Za-z])"
)  # read letter by letter, or a unit


def fault_of(text: str) -> tuple[str, str] | None:
    """What is wrong with the text and what to do, or None when it can be spoken."""
    if not any(unicodedata.category(c)[0] in "LN" for c in text):
        return "there is nothing to speak", "write the words to say"
    if found := PLACEHOLDER.search(text):
        return (
            f"a placeholder stands unfilled: {found[0]}",
            "give it a value in the configuration, or write the words",
        )
    if found := SIGN.search(text):
        return f"the voice cannot read the sign {found[0]}", "write it in words"
    for c in text:
        if unicodedata.category(c) in ("So", "Sk", "Cn", "Co", "Cs", "Cc") and c not in "\n\t\r°℃":
            return f"cannot be spoken: {c!r} ({unicodedata.name(c, 'no character')})", "remove it"
    if found := LATIN_WORD.search(SPELLED.sub(" ", text)):
        return f"the voice cannot read Latin words: {found[0]}", "write it in Chinese characters"
    return None
