"""Records networks with recurrent layers and tables as PyTorch exports them, for src/shared/recognise to open again.

Run with Debian's PyTorch (`apt-get install python3-torch`), from the checkout:

    OMP_NUM_THREADS=1 /usr/bin/python3 scripts/reference/sequences.py

It rewrites src/shared/recognise/reference/sequences.json; read the diff. Weights and inputs are drawn from one seed. Each
network is there with what PyTorch answers, with the layers it should be opened as, and with the weights of its
recurrent layer.
"""

import base64
import io
import json
import warnings
import zlib
from pathlib import Path

import torch
from torch import nn

FILE = Path(__file__).parents[2] / "src/shared/recognise/reference/sequences.json"
warnings.filterwarnings("ignore")
torch.manual_seed(11)

SIZES = {False: "as it is", True: "any batch", "steps": "any steps"}
PICKED = {
    "output": lambda network, y, state: y,
    "last": lambda network, y, state: y[:, -1] if network.layer.batch_first else y[-1],
    "h_n": lambda network, y, state: state[0] if network.has_cells else state,
    "c_n": lambda network, y, state: state[1],
    # With one direction, the state the top layer ends in is its last answer.
    "top": lambda network, y, state: (state[0] if network.has_cells else state)[-1],
    "first": lambda network, y, state: y[:, 0],
}


class Sequence(nn.Module):
    def __init__(self, layer, result):
        super().__init__()
        self.layer, self.result = layer, result
        self.has_cells = isinstance(layer, nn.LSTM)

    def forward(self, x, *starts):
        start = (starts,) if self.has_cells and starts else starts
        return PICKED[self.result](self, *self.layer(x, *start))


class Zeros(nn.Module):
    """Says the zeros it starts with."""

    def __init__(self):
        super().__init__()
        self.layer = nn.LSTM(2, 3, 2, batch_first=True)

    def forward(self, x):
        zeros = torch.zeros(2, x.size(0), 3)
        return self.layer(x, (zeros, zeros))[0][:, -1, :]


class Words(nn.Module):
    def __init__(self, layer):
        super().__init__()
        self.words, self.layer, self.head = nn.Embedding(9, 2), layer, nn.Linear(3, 2)

    def forward(self, x):
        return self.head(self.layer(self.words(x))[0][:, -1])


class Tables(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.marks = nn.Embedding(9, 3), nn.Embedding(12, 3)

    def forward(self, x):
        return self.words(x) * self.marks(x)


class Stacked(nn.Module):
    """Of different sizes; the answer of the first is read twice where they are the same."""

    def __init__(self, size):
        super().__init__()
        self.one, self.other = nn.LSTM(2, 3, batch_first=True), nn.LSTM(3, size, batch_first=True)

    def forward(self, x):
        y, _ = self.one(x)
        z, _ = self.other(y)
        return z + y if y.shape == z.shape else z


class Coder(nn.Module):
    """The second starts where the first ended."""

    def __init__(self):
        super().__init__()
        self.one, self.other = nn.GRU(2, 3, batch_first=True), nn.GRU(2, 3, batch_first=True)

    def forward(self, x):
        return self.other(x, self.one(x)[1])[0]


def recorded(name, network, inputs, kinds, attributes=None, dynamic=False, operators=13):
    network.eval()
    with torch.no_grad():
        output = network(*inputs)
    names = ["x", "h", "c"][: len(inputs)]
    batch = 0 if getattr(getattr(network, "layer", None), "batch_first", True) else 1
    axes = {each: {batch if each == "x" else 1: "N"} for each in names} if dynamic else {}
    if dynamic == "steps":
        axes = {"x": {1 - batch: "T"}}
    file = io.BytesIO()
    torch.onnx.export(
        network, inputs, file, opset_version=operators, input_names=names, output_names=["y"], dynamic_axes=axes or None
    )
    case = {
        "name": f"{name}, set {operators}, {SIZES[dynamic]}",
        "kinds": kinds,
        "inputs": {each: numbers(value) for each, value in zip(names, inputs)},
        "output": numbers(output),
        "model": base64.b64encode(zlib.compress(file.getvalue(), 9)).decode(),
    }
    if attributes is not None:
        # Where it is not the first of its answers, the document says which is the network's.
        case["attributes"] = {each: value for each, value in attributes.items() if each != "result"}
        case["port"] = attributes["result"]
        case["kinds"] = kinds + ["Output"] * (case["port"] != "output")
        case["parameters"] = {each: numbers(value) for each, value in network.layer.state_dict().items()}
    return case


def numbers(tensor):
    """Nine digits are a float32."""
    values = [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]
    return {"shape": list(tensor.shape), "values": values}


def cases():
    for kind in ("LSTM", "GRU", "RNN"):
        states = 2 if kind == "LSTM" else 1
        last = "c_n" if states == 2 else "h_n"
        shapes = [
            ("output", {}),
            ("top", {"bias": False}),
            ("last", {"num_layers": 2}),
            ("top", {"num_layers": 2}),
            ("h_n", {"num_layers": 2}),
            ("last", {"bidirectional": True}),
            ("output", {"bidirectional": True, "bias": False}),
            (last, {"num_layers": 2, "bidirectional": True}),
        ]
        for at, (result, chosen) in enumerate(shapes):
            for dynamic in (False, True):
                batch_first = (at + dynamic) % 2 == 0
                more = {"nonlinearity": "relu"} if kind == "RNN" and at % 2 else {}
                layer = getattr(nn, kind)(2, 3, batch_first=batch_first, **chosen, **more)
                told = {**chosen, **more, "batch_first": batch_first, "result": "last" if result == "top" else result}
                x = torch.randn(*((2, 4, 2) if batch_first else (4, 2, 2)))
                yield recorded(
                    f"{kind} {told}", Sequence(layer, result), (x,), ["Input", kind], told,
                    dynamic, (11, 13, 17)[at % 3],
                )
        for layers in (1, 2):
            layer = getattr(nn, kind)(2, 3, layers, batch_first=True)
            inputs = (torch.randn(2, 4, 2), *(torch.randn(layers, 2, 3) for _ in range(states)))
            told = {"num_layers": layers, "initial_state": True, "result": "output"}
            kinds = ["Input"] * (1 + states) + [kind]
            yield recorded(f"{kind} {told}", Sequence(layer, "output"), inputs, kinds, told)

    x = torch.randn(2, 4, 2)
    yield recorded("zeros said", Zeros(), (x,), ["Input", "LSTM"], {"num_layers": 2, "result": "last"})
    first = Sequence(nn.LSTM(2, 3, batch_first=True), "first")
    # Opened for one step, which is both the first and the last.
    for dynamic in (False, "steps"):
        yield recorded("the first step", first, (x,), ["Input", "LSTM", "Slice", "Flatten"], None, dynamic)
    for kind in ("GRU", "LSTM"):
        network = Sequence(getattr(nn, kind)(2, 3, batch_first=True), "last")
        yield recorded(f"the last step, {kind}", network, (x,), ["Input", kind], {"result": "last"}, "steps")
    for size, kinds in ((3, ["Input", "Permute", "LSTM", "Permute", "LSTM", "Permute", "Add"]),
                        (5, ["Input", "Permute", "LSTM", "LSTM", "Permute"])):
        yield recorded(f"two sizes, {size}", Stacked(size), (x,), kinds)
    yield recorded("coder", Coder(), (x,), ["Input", "GRU", "GRU"])
    for dynamic in (False, True):
        words = torch.randint(0, 9, (2, 4))
        for kind in ("LSTM", "GRU", "RNN"):
            network = Words(getattr(nn, kind)(2, 3, batch_first=True))
            yield recorded(f"words, {kind}", network, (words,), ["Input", "Embedding", kind, "Linear"], None, dynamic)
        yield recorded("tables", Tables(), (words,), ["Input", "Embedding", "Embedding", "Multiply"], None, dynamic)


FILE.parent.mkdir(exist_ok=True)
FILE.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases()) + "\n]\n")
