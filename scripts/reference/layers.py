"""Records what PyTorch answers for every layer, as values the tests of src/shared/layers compare with.

Run with Debian's PyTorch (`apt-get install python3-torch`), from the checkout:

    /usr/bin/python3 scripts/reference/layers.py && npx prettier --write src/shared/layers/reference

It rewrites src/shared/layers/reference/pytorch.json; read the diff. Each case is one layer with the attributes,
inputs and parameters of the document, all drawn from one seed: in evaluation mode, and in training mode with the
gradients of the sum of its outputs, each times a number of its own.
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

    for shape, dim, spread in [((1, 2), -1, 2), ((2, 3, 4), 1, 2), ((5,), 0, 60)]:
        yield "LogSoftmax", {"dim": dim}, [draw(shape, spread)], nn.LogSoftmax(dim)

    for shape, slope, spread in [((2, 5), 0.01, 2), ((2, 3, 2), 0.25, 6), ((7,), -1, 2)]:
        yield "LeakyReLU", {"negative_slope": slope}, [draw(shape, spread)], nn.LeakyReLU(slope)

    for shape, spread in [((2, 5), 2), ((2, 3, 4), 1), ((7,), 0.05)]:
        yield "GELU", {}, [draw(shape, spread)], nn.GELU()

    for shape, out, kernel, stride, padding, dilation, groups, bias in [
        ((1, 1, 4, 4), 2, 3, 1, 0, 1, 1, True), ((2, 2, 5, 4), 2, 3, 2, 1, 1, 1, False),
        ((1, 1, 7, 8), 1, 2, 3, 1, 2, 1, True), ((1, 4, 3, 3), 2, 2, 1, 0, 1, 2, True),
        ((2, 2, 4, 4), 2, 3, 2, 1, 1, 2, True), ((1, 2, 1, 1), 3, 1, 1, 0, 1, 1, True),
    ]:
        attributes = {"in_channels": shape[1], "out_channels": out, "kernel_size": kernel, "stride": stride,
                      "padding": padding, "dilation": dilation, "groups": groups, "bias": bias}
        yield "Conv2d", attributes, [draw(shape)], nn.Conv2d(**attributes)

    for shape, kernel, stride, padding in [((1, 2, 4, 4), 2, None, 0), ((2, 1, 5, 6), 3, 2, 1),
                                           ((1, 1, 5, 5), 2, 3, 0), ((1, 1, 3, 3), 3, 1, 1)]:
        attributes = {"kernel_size": kernel, "stride": stride, "padding": padding}
        yield "MaxPool2d", attributes, [draw(shape)], nn.MaxPool2d(**attributes)
        # Whole numbers: many windows have two that are the greatest.
        yield "MaxPool2d", attributes, [draw(shape).round()], nn.MaxPool2d(**attributes)
        for counted in (True, False):
            padded = {**attributes, "count_include_pad": counted}
            yield "AvgPool2d", padded, [draw(shape)], nn.AvgPool2d(**padded)

    for kind, shape, eps, momentum, affine in [
        ("BatchNorm1d", (4, 3), 1e-5, 0.1, True), ("BatchNorm1d", (2, 2, 3), 1e-3, 0.5, False),
        ("BatchNorm2d", (2, 3, 2, 2), 1e-5, 0.1, True), ("BatchNorm2d", (1, 2, 3, 2), 0.1, 1.0, False),
        ("BatchNorm2d", (3, 2, 1, 1), 1e-5, 0.0, True),
    ]:
        attributes = {"num_features": shape[1], "eps": eps, "momentum": momentum, "affine": affine}
        yield kind, attributes, [draw(shape)], getattr(nn, kind)(**attributes)

    for shape, p in [((1, 4), 0.5), ((2, 3, 2), 0.0), ((3, 3), 1.0)]:
        yield "Dropout", {"p": p}, [draw(shape)], nn.Dropout(p)

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


def draw_parameters(module):
    """Parameters and running statistics; of those a variance is never below zero."""
    drawn = {}
    for name, value in module.state_dict().items():
        if name == "num_batches_tracked":
            continue
        value.copy_(draw(value.shape, 1).abs() if name == "running_var" else draw(value.shape, 1))
        drawn[name] = value
    return drawn


def record_training(answer, inputs, parameters):
    """What a training step sees: the output, the gradients, running statistics afterwards and Dropout's mask."""
    given = [tensor.clone().requires_grad_() for tensor in inputs]
    learned = dict(answer.named_parameters()) if isinstance(answer, nn.Module) else {}
    with torch.enable_grad():
        output = answer(*given)
        upstream = draw(output.shape)
        (output * upstream).sum().backward()
    recorded = {
        "output": record(output.detach()),
        "upstream": record(upstream),
        "gradients": {
            "inputs": [record(tensor.grad) for tensor in given],
            "parameters": {name: record(parameter.grad) for name, parameter in learned.items()},
        },
        "updates": {name: record(value) for name, value in parameters.items() if name.startswith("running")},
    }
    if isinstance(answer, nn.Dropout) and 0 < answer.p < 1:
        recorded["mask"] = record((given[0].grad != 0).float())
    return recorded


def record_case(kind, attributes, inputs, answer):
    is_module = isinstance(answer, nn.Module)
    parameters = draw_parameters(answer) if is_module else {}
    recorded = {
        "kind": kind,
        "attributes": attributes,
        "inputs": [record(tensor) for tensor in inputs],
        "parameters": {name: record(value) for name, value in parameters.items()},
        "output": record((answer.eval() if is_module else answer)(*inputs)),
    }
    if is_module:
        answer.train()
    return {**recorded, "training": record_training(answer, inputs, parameters)}


def initial_range(kind, attributes, make):
    """Least and greatest of 100,000 fresh values of a layer's weight, and of many layers' biases."""
    weight = make(100_000).weight
    biases = torch.cat([make(1000).bias for _ in range(100)])
    return {
        "kind": kind,
        "attributes": attributes,
        "weight": [round(float(f(weight)), 6) for f in (torch.min, torch.max)],
        "bias": [round(float(f(biases)), 6) for f in (torch.min, torch.max)],
    }


def initial_ranges():
    for inputs in (1, 3, 16, 100):
        yield initial_range("Linear", {"in_features": inputs},
                            lambda count: nn.Linear(inputs, count // inputs if count > 1000 else count))
    for channels, kernel, groups in [(1, 3, 1), (4, 2, 1), (4, 2, 2)]:
        size = channels // groups * kernel ** 2
        yield initial_range("Conv2d", {"in_channels": channels, "kernel_size": kernel, "groups": groups},
                            lambda count: nn.Conv2d(channels, count // size // groups * groups if count > 1000 else count,
                                                    kernel, groups=groups))


torch.manual_seed(20)
with torch.no_grad():
    recorded = {
        "torch": torch.__version__,
        "cases": [record_case(*case) for case in cases()],
        "initial": list(initial_ranges()),
    }
FILE.write_text(json.dumps(recorded))
