"""Write the trained network as Kaldi's nnet3 so that vosk can run it.

Batch norm and the features' mean and scale are folded into the affine maps; a convolution over
time becomes an affine map over ``Append(Offset(x, -3), x, …)``.  Kaldi computes the layers above
the first two only at every third frame by itself, because nothing else asks for the rest.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from .features import DIMENSION, SUBSAMPLING
from .kaldi_io import float32, float64, int32, matrix, token, vector
from .net import RESIDUAL, Net
from .transitions import transition_model

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Affine:
    """An affine map over the input at several moments."""

    name: str
    source: str
    offsets: tuple[int, ...]
    weight: Array
    bias: Array


@dataclass(frozen=True)
class Rectifier:
    """Negative values become 0."""

    name: str
    source: str
    width: int


@dataclass(frozen=True)
class Residual:
    """A part of the block's input added to what the block found."""

    name: str
    kept: str
    found: str
    width: int


@dataclass(frozen=True)
class Scores:
    """Log-probabilities of the units: the end of the network."""

    name: str
    source: str
    width: int


Layer = Affine | Rectifier | Residual | Scores


def unroll(weight: Array) -> Array:
    """A convolution ``[out, in, taps]`` as a matrix over appended inputs ``[out, taps x in]``."""
    out, _, _ = weight.shape
    return np.ascontiguousarray(weight.transpose(0, 2, 1).reshape(out, -1))


def fold(weight: Array, norm: nn.BatchNorm1d) -> tuple[Array, Array]:
    """A bias-free map followed by batch norm as one affine map."""
    variance = norm.running_var
    mean = norm.running_mean
    if variance is None or mean is None:
        raise ValueError("batch norm without statistics")
    gain = (norm.weight / torch.sqrt(variance + norm.eps)).detach().numpy()
    bias = norm.bias.detach().numpy() - gain * mean.numpy()
    return weight * gain[:, None], bias.astype(np.float32)


def append(source: str, offsets: tuple[int, ...]) -> str:
    """Kaldi's descriptor for a node at several moments."""
    parts = [source if offset == 0 else f"Offset({source}, {offset})" for offset in offsets]
    return parts[0] if len(parts) == 1 else f"Append({', '.join(parts)})"


def _numpy(parameter: torch.Tensor | None) -> Array:
    if parameter is None:
        raise ValueError("a parameter that must be there is missing")
    return np.asarray(parameter.detach().cpu().numpy(), np.float32)


def _front(net: Net) -> list[Layer]:
    weight, bias = fold(unroll(_numpy(net.conv1.weight)), net.norm1)
    weight = weight * np.tile(_numpy(net.scale), 5)
    bias = bias - weight @ np.tile(_numpy(net.mean), 5)
    second, second_bias = fold(unroll(_numpy(net.conv2.weight)), net.norm2)
    return [
        Affine("front1", "input", (-2, -1, 0, 1, 2), weight, bias),
        Rectifier("front1.relu", "front1", len(weight)),
        Affine("front2", "front1.relu", (-1, 0, 1), second, second_bias),
        Rectifier("front2.relu", "front2", len(second)),
    ]


def layers(net: Net) -> list[Layer]:
    """The whole network, inputs before outputs."""
    result = _front(net)
    source, width = "front2.relu", net.shape.width
    for number, block in enumerate(net.stack(), 1):
        name = f"block{number}"
        narrow = unroll(_numpy(block.narrow.weight))
        wide, bias = fold(unroll(_numpy(block.wide.weight)), block.norm)
        back = (-SUBSAMPLING * block.back, 0)
        ahead = (0, SUBSAMPLING * block.ahead) if block.ahead else (0,)
        nothing = np.zeros(len(narrow), np.float32)
        result += [
            Affine(f"{name}.narrow", source, back, narrow, nothing),
            Affine(f"{name}.wide", f"{name}.narrow", ahead, wide, bias),
            Rectifier(f"{name}.relu", f"{name}.wide", width),
            Residual(f"{name}.sum", source, f"{name}.relu", width),
        ]
        source = f"{name}.sum"
    out = unroll(_numpy(net.out.weight))
    result.append(Affine("out", source, (0,), out, _numpy(net.out.bias)))
    result.append(Scores("scores", "out", len(out)))
    return result


def _wiring(layer: Layer) -> str:
    match layer:
        case Affine(source=source, offsets=offsets):
            given = append(source, offsets)
        case Residual(kept=kept, found=found):
            given = f"Sum(Scale({RESIDUAL}, {kept}), {found})"
        case Rectifier(source=source) | Scores(source=source):
            given = source
    return f"component-node name={layer.name} component={layer.name} input={given}\n"


def _component(layer: Layer) -> bytes:
    match layer:
        case Affine(weight=weight, bias=bias):
            kind = "FixedAffineComponent"
            body = token("<LinearParams>") + matrix(weight) + token("<BiasParams>") + vector(bias)
        case Residual(width=width):
            kind = "NoOpComponent"
            body = token("<Dim>") + int32(width) + token("<BackpropScale>") + float32(1.0)
        case Rectifier(width=width) | Scores(width=width):
            softmax = isinstance(layer, Scores)
            kind = "LogSoftmaxComponent" if softmax else "RectifiedLinearComponent"
            empty = vector(np.zeros(0, np.float32))
            body = token("<Dim>") + int32(width) + token("<ValueAvg>") + empty
            body += token("<DerivAvg>") + empty + token("<Count>") + float64(0.0)
    head = token("<ComponentName>") + token(layer.name) + token(f"<{kind}>")
    return head + body + token(f"</{kind}>")


def network(parts: list[Layer]) -> bytes:
    """The ``<Nnet3>`` section: the wiring as text, then every component."""
    wiring = [f"input-node name=input dim={DIMENSION}\n"]
    wiring += [_wiring(layer) for layer in parts]
    wiring.append(f"output-node name=output input={parts[-1].name} objective=linear\n")
    components = [_component(layer) for layer in parts]
    head = token("<Nnet3>") + b"\n" + "".join(wiring).encode("ascii") + b"\n"
    head += token("<NumComponents>") + int32(len(parts))
    return head + b"".join(components) + token("</Nnet3>")


def final_mdl(net: Net, prior: Array) -> bytes:
    """The whole ``am/final.mdl``: transitions, network, contexts, priors."""
    net.eval()
    back, ahead = net.shape.context
    return b"".join(
        (
            b"\0B",
            transition_model(),
            network(layers(net)),
            token("<LeftContext>") + int32(back),
            token("<RightContext>") + int32(ahead),
            token("<Priors>") + vector(prior),
        )
    )
