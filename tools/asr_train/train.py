"""Train the network frame by frame on the exact alignment that the synthesiser gave.

Batches are random three-second crops out of all features, stretched along the frequency axis by
a random factor.  The learning rate rises for two hundred steps and then falls as a cosine to
nothing.  The state is saved every few hundred steps, so a broken run goes on.
"""

import math
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from tqdm import tqdm

from .features import DIMENSION, SUBSAMPLING, warp_matrix
from .net import Net

CROP = 300
WARPS = (0.86, 0.90, 0.94, 0.97, 1.0, 1.0, 1.03, 1.07, 1.12, 1.17)


@dataclass(frozen=True)
class Plan:
    """How long and how fast to learn."""

    steps: int = 12000
    batch: int = 64
    peak: float = 2.5e-3
    warm_up: int = 200
    save_every: int = 250
    seed: int = 7


class Crops:
    """All shards of features, memory-mapped, and random crops out of them."""

    def __init__(self, folder: Path, net: Net) -> None:
        """Open every shard in the folder."""
        self.features = [np.load(path, mmap_mode="r") for path in sorted(folder.glob("*.mfcc.npy"))]
        self.labels = [np.load(path) for path in sorted(folder.glob("*.units.npy"))]
        if not self.features:
            raise FileNotFoundError(f"no features in {folder}; run the stage augment first")
        self.back, self.ahead = net.shape.context
        self._warps = torch.from_numpy(np.stack([warp_matrix(factor) for factor in WARPS]))

    def statistics(self) -> tuple[Tensor, Tensor]:
        """Mean and deviation of each feature, from a sample of the first shards."""
        sample = np.concatenate([np.array(part[::37], np.float32) for part in self.features[:8]])
        return torch.from_numpy(sample.mean(0)), torch.from_numpy(sample.std(0) + 1e-3)

    def draw(self, dice: random.Random, count: int) -> tuple[Tensor, Tensor]:
        """Features ``[count, 56, frames]`` and the labels of every third frame."""
        span = self.back + CROP + self.ahead
        features = np.empty((count, span, DIMENSION), np.float32)
        labels = np.empty((count, CROP // SUBSAMPLING), np.int64)
        for row in range(count):
            shard = dice.randrange(len(self.features))
            start = dice.randrange(len(self.features[shard]) - span)
            features[row] = self.features[shard][start : start + span]
            first = start + self.back
            labels[row] = self.labels[shard][first : first + CROP : SUBSAMPLING]
        warps = self._warps[[dice.randrange(len(WARPS)) for _ in range(count)]]
        warped = torch.bmm(torch.from_numpy(features), warps.transpose(1, 2))
        _mask(warped, dice)
        return warped.transpose(1, 2), torch.from_numpy(labels)


def _mask(features: Tensor, dice: random.Random) -> None:
    """Blank out some tenths of a second here and there, as a bad line does."""
    for row in features:
        if dice.random() < 0.4:
            length = dice.randint(2, 14)
            start = dice.randrange(row.shape[0] - length)
            row[start : start + length] = row[start].clone()


def rate_at(step: int, plan: Plan) -> float:
    """The learning rate of a step."""
    if step < plan.warm_up:
        return plan.peak * (step + 1) / plan.warm_up
    share = (step - plan.warm_up) / max(plan.steps - plan.warm_up, 1)
    return plan.peak * max(0.5 * (1 + math.cos(math.pi * share)), 0.003)


def train(folder: Path, state: Path, result: Path, plan: Plan, start: Path | None = None) -> None:
    """Run all steps, going on from ``state`` where it exists (or from the weights ``start``)."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(plan.seed)
    net = Net()
    crops = Crops(folder, net)
    net.set_statistics(*crops.statistics())
    if start is not None:
        net.load_state_dict(torch.load(start, weights_only=True))
    net.to(device)
    optimiser = torch.optim.AdamW(net.parameters(), plan.peak, weight_decay=0.01)
    done = 0
    if state.exists():
        saved = torch.load(state, weights_only=True, map_location=device)
        net.load_state_dict(saved["net"])
        optimiser.load_state_dict(saved["optimiser"])
        done = int(saved["step"])
    bar = tqdm(total=plan.steps, initial=done, unit="step", mininterval=5)
    for step in range(done, plan.steps):
        for group in optimiser.param_groups:
            group["lr"] = rate_at(step, plan)
        loss, right = _step(net, optimiser, crops.draw(random.Random(step), plan.batch), device)
        bar.update()
        if step % 20 == 0:
            bar.set_postfix(loss=f"{loss:.3f}", right=f"{right:.1%}", refresh=False)
        if (step + 1) % plan.save_every == 0:
            parts = {"net": net.state_dict(), "optimiser": optimiser.state_dict(), "step": step + 1}
            _save(parts, state)
    bar.close()
    _save(net.cpu().state_dict(), result)


def _step(
    net: Net,
    optimiser: torch.optim.Optimizer,
    batch: tuple[Tensor, Tensor],
    device: torch.device,
) -> tuple[float, float]:
    features, labels = batch[0].to(device), batch[1].to(device)
    with torch.autocast(device.type, torch.bfloat16):
        scores = net(features)
    scores = scores.float()[:, :, : labels.shape[1]]
    loss = nn.functional.cross_entropy(scores, labels)
    optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(net.parameters(), 2.0)
    optimiser.step()
    return loss.item(), (scores.argmax(1) == labels).float().mean().item()


def _save(parts: dict[str, object], target: Path) -> None:
    partial = target.with_suffix(".part")
    torch.save(parts, partial)
    partial.rename(target)


def priors(net: Net, crops: Crops, batches: int = 20) -> NDArray[np.float32]:
    """How often the network itself answers each unit: the mean of its posteriors."""
    net.eval()
    total = torch.zeros(net.out.out_channels)
    with torch.no_grad():
        for index in range(batches):
            features, _ = crops.draw(random.Random(-1 - index), 32)
            total += net(features).softmax(1).mean((0, 2))
    return np.asarray((total / batches).numpy(), np.float32)
