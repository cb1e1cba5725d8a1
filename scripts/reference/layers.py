"""Records what PyTorch answers for every layer, as values the tests of src/shared/layers compare with.

Run with Debian's PyTorch (`apt-get install python3-torch`), from the checkout:

    /usr/bin/python3 scripts/reference/layers.py && npx prettier --write src/shared/layers/reference

It rewrites src/shared/layers/reference/pytorch.json; read the diff. Each case is one layer in evaluation mode
with the attributes, inputs and parameters of the document, all drawn from one seed.
"""

import json
from pathlib import Path

import torch
from torch import nn

FILE = Path(__file__).parents[2] / "src/shared/layers/reference/pytorch.json"


def draw(shape, spread=2.0):
    """Two decimals, so that the file stays short and float32 holds what is written."""
    return ((torch.rand(shape) * 2 - 1) * spread * 100).round() / 100


def cases():
    """Kind, attributes, inputs, and PyTorch's module or function of the same meaning."""
    for shape, out, bias in [((1, 3), 4, True), ((5, 2), 1, False), ((2, 3, 4), 3, True), ((4,), 2, True),
                             ((2, 2, 2, 3), 2, False), ((3, 17), 5, True)]:
        attributes = {"in_features": shape[-1], "out_features": out, "bias": bias}
        yield "Linear", attributes, [draw(shape)], nn.Linear(shape[-1], out, bias)

    for kind, module in [("ReLU", nn.ReLU()), ("Sigmoid", nn.Sigmoid()), ("Tanh", nn.Tanh())]:
        for shape, spread in [((2, 5), 2), ((2, 3, 4), 6), ((7,), 60), ((1, 2, 2, 2), 0.05)]:
            yield kind, {}, [draw(shape, spread)], module

    for shape, dim, spread in [((1, 2), -1, 2), ((2, 3, 4), 1, 2), ((2, 3, 4), 0, 2), ((2, 3, 4), -2, 20),
                               ((5,), 0, 90), ((1, 1), -1, 2)]:
        yield "Softmax", {"dim": dim}, [draw(shape, spread)], nn.Softmax(dim)

    for shape, start, end in [((1, 4, 3), 1, -1), ((2, 3, 4, 2), 1, 2), ((2, 3), 0, -1), ((2, 2, 3), -2, -1),
                              ((2, 3), 1, 1), ((2, 2, 2, 2), 0, 1)]:
        yield "Flatten", {"start_dim": start, "end_dim": end}, [draw(shape)], nn.Flatten(start, end)

    for shape, p in [((1, 4), 0.5), ((2, 3, 2), 0.0), ((3, 3), 1.0)]:
        yield "Dropout", {"p": p}, [draw(shape)], nn.Dropout(p).eval()

    for a, b in [((1, 4), (1, 4)), ((2, 3, 4), (3, 1)), ((2, 1, 2), (1, 3, 1)), ((4,), (2, 3, 4)), ((3,), (1,))]:
        yield "Add", {}, [draw(a), draw(b)], torch.add

    for shapes, dim in [([(1, 2), (1, 3)], -1), ([(2, 3, 1), (2, 1, 1), (2, 2, 1)], 1), ([(1, 2), (3, 2)], 0),
                        ([(2,), (1,), (3,), (1,)], -1), ([(1, 2, 2), (1, 2, 3)], 2)]:
        inputs = [draw(shape) for shape in shapes]
        yield "Concat", {"tensors": len(shapes), "dim": dim}, inputs, lambda *given, at=dim: torch.cat(given, at)


def record(tensor):
    """The shortest decimals that are these very float32 values; a whole number needs no point."""
    values = [float(str(value)) for value in tensor.numpy().flatten()]
    return {"shape": list(tensor.shape), "values": [int(value) if value.is_integer() else value for value in values]}


def record_case(kind, attributes, inputs, answer):
    parameters = {}
    if isinstance(answer, nn.Module):
        with torch.no_grad():
            for name, parameter in answer.named_parameters():
                parameter.copy_(draw(parameter.shape, 1))
                parameters[name] = record(parameter)
    return {
        "kind": kind,
        "attributes": attributes,
        "inputs": [record(tensor) for tensor in inputs],
        "parameters": parameters,
        "output": record(answer(*inputs)),
    }


def initial_range(in_features):
    """Least and greatest of 100,000 fresh values of a Linear layer."""
    layer = nn.Linear(in_features, 100_000 // in_features)
    biases = torch.cat([nn.Linear(in_features, 1000).bias for _ in range(100)])
    return {
        "in_features": in_features,
        "weight": [round(float(f(layer.weight)), 6) for f in (torch.min, torch.max)],
        "bias": [round(float(f(biases)), 6) for f in (torch.min, torch.max)],
    }


torch.manual_seed(20)
with torch.no_grad():
    recorded = {
        "torch": torch.__version__,
        "cases": [record_case(*case) for case in cases()],
        "initial": [initial_range(in_features) for in_features in (1, 3, 16, 100)],
    }
FILE.write_text(json.dumps(recorded))
