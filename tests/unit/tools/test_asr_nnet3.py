"""The exported network computes what the trained one does (skipped where PyTorch is absent)."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("kaldi_native_fbank")

from tools.asr_train import nnet3  # noqa: E402
from tools.asr_train.net import RESIDUAL, Net, Shape  # noqa: E402


@pytest.fixture(scope="module")
def net() -> Net:
    torch.manual_seed(3)
    small = Net(Shape(first=12, width=10, narrow=6, reach=((1, 1), (2, 0))))
    small.set_statistics(torch.randn(56), torch.rand(56) + 0.5)
    for module in small.modules():
        if isinstance(module, torch.nn.BatchNorm1d):
            module.running_mean.normal_()
            module.running_var.uniform_(0.5, 2.0)
            module.weight.data.uniform_(0.5, 2.0)
            module.bias.data.normal_()
    return small.eval()


def at(layers: dict[str, nnet3.Layer], features: np.ndarray, name: str, frame: int) -> np.ndarray:
    """Kaldi's computation, naively: the value of a node at a feature frame."""
    if name == "input":
        return features[frame]
    layer = layers[name]
    match layer:
        case nnet3.Affine():
            parts = [at(layers, features, layer.source, frame + step) for step in layer.offsets]
            return layer.weight @ np.concatenate(parts) + layer.bias
        case nnet3.Rectifier():
            return np.maximum(at(layers, features, layer.source, frame), 0)
        case nnet3.Residual():
            kept = at(layers, features, layer.kept, frame)
            return RESIDUAL * kept + at(layers, features, layer.found, frame)
        case nnet3.Scores():
            value = at(layers, features, layer.source, frame)
            return value - np.log(np.sum(np.exp(value)))


def test_the_exported_layers_agree_with_the_trained_network(net: Net) -> None:
    back, ahead = net.shape.context
    features = np.random.default_rng(1).standard_normal((back + 4 + ahead, 56)).astype(np.float32)
    with torch.no_grad():
        wanted = net(torch.from_numpy(features.T[None])).log_softmax(1)[0].T.numpy()
    layers = {layer.name: layer for layer in nnet3.layers(net)}
    for index in range(2):
        found = at(layers, features, "scores", back + 3 * index)
        np.testing.assert_allclose(found, wanted[index], atol=1e-4)


def test_the_file_has_its_parts_in_order(net: Net) -> None:
    data = nnet3.final_mdl(net, np.full(8, 0.125, np.float32))
    marks = [b"\0B<TransitionModel> ", b"<Nnet3> \n", b"<NumComponents> ", b"</Nnet3> ",
             b"<LeftContext> ", b"<RightContext> ", b"<Priors> FV "]  # fmt: skip
    places = [data.index(mark) for mark in marks]
    assert places == sorted(places)
    assert places[0] == 0
    assert b"input=Sum(Scale(0.66, front2.relu), block1.relu)\n" in data


def test_an_offset_of_nothing_needs_no_descriptor() -> None:
    assert nnet3.append("x", (0,)) == "x"
    assert nnet3.append("x", (-3, 0)) == "Append(Offset(x, -3), x)"
