"""The model's card: what it was made of, how well it did, what it cannot do."""

from pathlib import Path
from typing import Any

from .voices import COMMON, HELD_OUT, OTHERS

Notes = dict[str, dict[str, Any]]

_CARD = """# hotline-cn-small: a small Mandarin model for the telephone

{rehearsed}\
Made by `python -m tools.asr_train all` (`make model`) for vosk 0.3.45; 8 kHz.  With it tests and
the demonstration recognise speech without internet.  {total:.1f} MB in all.

## Made of
- Sound: {sentences:,} sentences, {hours:.0f} hours, spoken by espeak-ng in {voices} voice variants
  (100-330 words a minute, pitch 5-95), then room, microphone, noise at 4-55 dB, band-pass, level,
  lost packets, A-law or mu-law.
- Network ({network:.1f} MB): {parameters:.2f} million parameters, factored time-delay network,
  toned initials and finals, trained frame by frame on the synthesiser's own alignment:
  {recipe}.
- Text: {free:,} freely worded hotline sentences, {templated:,} templated ones, {knowledge:,}
  pieces of the knowledge base, and jieba's word frequencies.
- Graph ({graph:.1f} MB): {words:,} words, among them {characters:,} single characters;
  {grams:,} n-grams of up to three words.

## Measured
Through vosk 0.3.45, 300-3400 Hz, A-law and back, sent in 20 ms frames, on one core of the machine
that built it.  Held-out voices ({held_out}) were
never heard in training; each speaks at its own rate (140-260) and pitch (25-75).  The default
voice is the plain one at 200 words a minute, pitch 50.  Without a figure in dB the noise is 40 dB
below speech.  *First partial* is the median time from the start of the sound to the first word
shown, counted in audio sent.

{table}

## Limits
- **Every voice it ever heard, in training and in this examination, is one synthesiser (espeak-ng).
  No real person was recorded or tested.**  Expect far worse on people; for a real hotline install
  a model trained on people (`ivr models fetch`).
- The examination sentences were written by the makers of the training text.  None of them occurs
  in the training text, but the turns of phrase are of the same hand.
- Some figures of the decoder and the weights of the texts were chosen while looking at these sets,
  so the table flatters the model a little.
- The synthesiser misreads some polyphones (地方 as *de fang*, 银行 as *yin xing*); the lexicon
  knows both readings.
- Mandarin only; no punctuation; figures come out as hanzi.
"""


def _table(scores: list[dict[str, Any]]) -> str:
    lines = [
        "| examination | sentences | CER | whole right | real-time factor | first partial |",
        "|---|---|---|---|---|---|",
    ]
    for score in scores:
        lines.append(
            f"| {score['name']} | {score['sentences']} | {score['error_rate']:.2%} | "
            f"{score['whole']:.0%} | {score['real_time']:.3f} | "
            f"{score['first_partial'] * 1000:.0f} ms |"
        )
    return "\n".join(lines)


_REHEARSED = """**A rehearsal of the tool: this model was hardly trained and understands nothing.**

"""


def write_card(notes: Notes, folder: Path, *, rehearsed: bool = False) -> str:
    """The whole ``README.md`` from what the stages noted."""
    sizes = {path.name: path.stat().st_size / 1e6 for path in folder.rglob("*") if path.is_file()}
    train, graph = notes["train"], notes["graph"]
    return _CARD.format(
        rehearsed=_REHEARSED if rehearsed else "",
        total=sum(sizes.values()),
        sentences=notes["synth"]["sentences"],
        hours=notes["synth"]["hours"],
        voices=1 + len(COMMON) + len(OTHERS),
        network=sizes["final.mdl"],
        parameters=train["parameters"] / 1e6,
        recipe=train["recipe"],
        free=graph["free"],
        templated=graph["templated"],
        knowledge=graph["knowledge"],
        graph=sizes["HCLG.fst"],
        words=graph["words"],
        characters=graph["characters"],
        grams=graph["grams"],
        held_out=", ".join(HELD_OUT),
        table=_table(notes["eval"]["scores"]),
    )
