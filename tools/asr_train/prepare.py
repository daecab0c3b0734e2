"""Turn spoken shards into shards of telephone features, one file pair a shard."""

from pathlib import Path

import numpy as np

from .augment import Babble, telephone
from .features import frame_labels, mfcc
from .synth import read_shard


def prepare_shard(source: Path, target: Path, seed: int) -> float:
    """Damage every utterance of a shard once, store its features; tells the hours stored."""
    dice = np.random.default_rng(seed)
    utterances = read_shard(source)
    signals = [np.asarray(item.audio / 32768, np.float32) for item in utterances]
    babble = Babble([signals[int(index)] for index in dice.integers(len(signals), size=60)])
    features, labels = [], []
    for item, signal in zip(utterances, signals, strict=True):
        frames = mfcc(telephone(signal, babble, dice))
        features.append(frames.astype(np.float16))
        labels.append(frame_labels(item.units, item.starts, len(frames)))
    partial = target.with_suffix(".part.npy")
    np.save(partial, np.concatenate(labels))
    partial.rename(target.with_suffix(".units.npy"))
    np.save(partial, np.concatenate(features))
    partial.rename(target.with_suffix(".mfcc.npy"))
    return sum(map(len, labels)) / 360000
