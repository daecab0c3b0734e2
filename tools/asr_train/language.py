"""From sentences to the pruned language model: which text weighs how much."""

from . import lexicon, lm
from .corpus import spoken
from .settings import Language
from .words import segment


def estimate(texts: dict[str, list[str]], wanted: Language) -> tuple[lm.Model, list[str]]:
    """The language model and its words in a fixed order."""
    weights = {
        "free": 1.0,
        "templated": wanted.templated_weight,
        "knowledge": wanted.knowledge_weight,
    }
    cut = {name: [segment(spoken(line)) for line in lines] for name, lines in texts.items()}
    seen = {word for sentences in cut.values() for words in sentences for word in words}
    raw = [
        lm.Source(lm.count(sentences, wanted.order), weights[name])
        for name, sentences in cut.items()
        if sentences
    ]
    smooth = [
        lm.Source(lm.continuations(source.counts, wanted.order), source.weight) for source in raw
    ]
    general = lexicon.vocabulary(seen, wanted.least_frequency)
    lowest = lm.unigrams(lm.joined(smooth)[()], general, wanted.general_share)
    full = lm.estimate(smooth, wanted.order, lowest, wanted.discounts)
    model = lm.prune(full, lm.joined(raw), wanted.pruning)
    return model, sorted(word for word in lowest if word not in (lm.BEGIN, lm.END))
