"""The acoustic network: a factored time-delay network on 100 Hz features, answering at 33 Hz.

Two convolutions take the features down to a third of the frame rate; seven residual blocks follow,
each a narrow linear map and a wide affine map over two points in time.  Contexts reach further
back than ahead, because what lies ahead is waiting time for the caller.  Every part can be folded
into Kaldi's affine components (see ``nnet3``).
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .features import DIMENSION, SUBSAMPLING
from .phones import UNITS

RESIDUAL = 0.66


@dataclass(frozen=True)
class Shape:
    """Widths, and for each block how far (in 33 Hz frames) it looks back and ahead."""

    first: int = 256
    width: int = 448
    narrow: int = 144
    reach: tuple[tuple[int, int], ...] = (
        (1, 1), (1, 1), (2, 1), (2, 0), (3, 0), (4, 0), (6, 0),
    )  # fmt: skip

    @property
    def context(self) -> tuple[int, int]:
        """Feature frames needed before and after the frame that is answered."""
        back = 3 + SUBSAMPLING * sum(left for left, _ in self.reach)
        ahead = 3 + SUBSAMPLING * sum(right for _, right in self.reach)
        return back, ahead


class Block(nn.Module):
    """``0.66 x + norm(relu(wide(narrow(x[t - back], x[t]), …[t + ahead])))``."""

    def __init__(self, shape: Shape, back: int, ahead: int) -> None:
        """Build one residual block."""
        super().__init__()
        self.back, self.ahead = back, ahead
        taps = 2 if ahead else 1
        self.narrow = nn.Conv1d(shape.width, shape.narrow, 2, dilation=back, bias=False)
        self.wide = nn.Conv1d(shape.narrow, shape.width, taps, dilation=max(ahead, 1), bias=False)
        self.norm = nn.BatchNorm1d(shape.width)

    def forward(self, x: Tensor) -> Tensor:
        """Frames in, fewer frames out: the block uses no padding."""
        y = torch.relu(self.norm(self.wide(self.narrow(x))))
        kept = x[:, :, self.back : x.shape[2] - self.ahead]
        return RESIDUAL * kept + y


class Net(nn.Module):
    """Features ``[batch, 56, frames]`` to unit scores ``[batch, units, frames / 3]``."""

    mean: Tensor
    scale: Tensor

    def __init__(self, shape: Shape | None = None) -> None:
        """Build the network; the feature statistics are set by ``set_statistics``."""
        super().__init__()
        self.shape = shape or Shape()
        first, width = self.shape.first, self.shape.width
        self.register_buffer("mean", torch.zeros(DIMENSION))
        self.register_buffer("scale", torch.ones(DIMENSION))
        self.conv1 = nn.Conv1d(DIMENSION, first, 5, bias=False)
        self.norm1 = nn.BatchNorm1d(first)
        self.conv2 = nn.Conv1d(first, width, 3, stride=SUBSAMPLING, bias=False)
        self.norm2 = nn.BatchNorm1d(width)
        self.blocks = nn.ModuleList(
            Block(self.shape, back, ahead) for back, ahead in self.shape.reach
        )
        self.out = nn.Conv1d(width, len(UNITS), 1)

    def stack(self) -> list[Block]:
        """The residual blocks, lowest first."""
        return [block for block in self.blocks if isinstance(block, Block)]

    def set_statistics(self, mean: Tensor, deviation: Tensor) -> None:
        """Remember how to bring features to mean 0 and deviation 1."""
        self.mean.copy_(mean)
        self.scale.copy_(1 / deviation)

    def forward(self, features: Tensor) -> Tensor:
        """Unnormalised unit scores for every third frame that has full context."""
        x = (features - self.mean[:, None]) * self.scale[:, None]
        x = torch.relu(self.norm1(self.conv1(x)))
        x = torch.relu(self.norm2(self.conv2(x)))
        for block in self.blocks:
            x = block(x)
        return torch.as_tensor(self.out(x))
