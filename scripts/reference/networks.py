"""Records what PyTorch makes of whole networks in twenty steps, as values src/shared/training compares with.

Run with Debian's PyTorch (`apt-get install python3-torch`), from the checkout:

    /usr/bin/python3 scripts/reference/networks.py && npx prettier --write src/shared/training/reference

It rewrites src/shared/training/reference/pytorch.json; read the diff. Weights, rows and classes are drawn from one
seed. Rows are taken in order, so nothing but the arithmetic can differ.
"""

import copy
import json
from pathlib import Path

import torch
from torch import nn

FILE = Path(__file__).parents[2] / "src/shared/training/reference/pytorch.json"
ROWS = 40
WORDS = 12
EPOCHS = 5


class Residual(nn.Module):
    """Convolutions before a BatchNorm2d have no bias: its gradient would be nothing but rounding."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 4, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 4, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(4)
        self.head = nn.Linear(4 * 6 * 6, 3)

    def forward(self, x):
        first = torch.relu(self.bn1(self.conv1(x)))
        both = self.bn2(self.conv2(first)) + first
        return self.head(torch.relu(both).flatten(1))


class Sequence(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 5, num_layers=2, batch_first=True)
        self.head = nn.Linear(5, 3)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(WORDS, 4)
        self.gru = nn.GRU(4, 4, batch_first=True, bidirectional=True)
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        return self.head(self.gru(self.embedding(x.long()))[0][:, -1])


class Transformer(nn.Module):
    """A block over places that know where they are."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.TransformerEncoderLayer(6, 2, dim_feedforward=8, dropout=0.0, batch_first=True)
        self.head = nn.Linear(4 * 6, 3)
        at = torch.arange(6)
        angle = torch.arange(4)[:, None] / 10000 ** (at // 2 * 2 / 6)
        self.places = torch.where(at % 2 == 0, angle.sin(), angle.cos())

    def forward(self, x):
        return self.head(self.encoder(x + self.places).flatten(1))


def mlp():
    return nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 4))


def pictures():
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(4, 6, 3), nn.ReLU(), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(24, 3),
    )


# Names, the shape of one row, classes, and the module; names of parameters are PyTorch's.
NETWORKS = [("mlp", (8,), 4, mlp), ("pictures", (1, 12, 12), 3, pictures), ("residual", (2, 6, 6), 3, Residual),
            ("sequence", (5, 3), 3, Sequence), ("words", (6,), 3, Words), ("transformer", (4, 6), 3, Transformer)]

OPTIMISERS = [
    ("SGD", {"lr": 0.05}),
    ("SGD", {"lr": 0.02, "momentum": 0.9}),
    ("SGD", {"lr": 0.02, "momentum": 0.9, "nesterov": True, "weight_decay": 0.01}),
    ("Adam", {"lr": 0.005}),
    ("AdamW", {"lr": 0.005, "weight_decay": 0.01}),
    ("RMSprop", {"lr": 0.001}),
]
# On the first network alone: rests of a batch, and settings that go together.
MORE = [
    ("Adam", {"lr": 0.01, "weight_decay": 0.05}, 12),
    ("RMSprop", {"lr": 0.001, "momentum": 0.9, "weight_decay": 0.01}, 16),
    ("AdamW", {"lr": 0.01, "weight_decay": 0.1}, 40),
]

# On the first network alone: what is done to gradients before the optimiser takes them.
SHAPED = [
    ("SGD", {"lr": 0.05, "momentum": 0.9}, {"clip": "norm", "clipLimit": 0.3}),
    ("Adam", {"lr": 0.01}, {"clip": "value", "clipLimit": 0.02}),
    ("SGD", {"lr": 0.05}, {"l1": 0.01, "l2": 0.02}),
    ("AdamW", {"lr": 0.01, "weight_decay": 0.1}, {"frozen": ["0.weight", "2.bias"]}),
    ("RMSprop", {"lr": 0.001}, {"clip": "norm", "clipLimit": 0.5, "l2": 0.01, "frozen": ["2.weight"]}),
]
# The others learn with two optimisers. Nothing depends on the bias of keys, so that all Adam would see is rounding.
FEW = {
    "sequence": [("SGD", {"lr": 0.1, "momentum": 0.9}, 10, {}), ("Adam", {"lr": 0.02}, 10, {})],
    "words": [("SGD", {"lr": 0.1, "momentum": 0.9}, 10, {}), ("Adam", {"lr": 0.02}, 10, {})],
    "transformer": [("SGD", {"lr": 0.05, "momentum": 0.9}, 10, {}),
                    ("Adam", {"lr": 0.01}, 10, {"frozen": ["encoder.self_attn.in_proj_bias"]})],
}


def decimals(tensor, count):
    return (tensor * 10**count).round() / 10**count


def numbers(tensor):
    """The shortest decimals that are these very float32 values; a whole number needs no point."""
    values = [float(str(value)) for value in tensor.detach().numpy().flatten()]
    return [int(value) if value.is_integer() else value for value in values]


def state_of(module):
    return {name: value for name, value in module.state_dict().items() if not name.endswith("num_batches_tracked")}


def record(tensors):
    return {name: {"shape": list(value.shape), "values": numbers(value)} for name, value in tensors.items()}


def train(module, features, targets, kind, settings, batch, shaping):
    for name, value in module.named_parameters():
        value.requires_grad_(name not in shaping.get("frozen", []))
    learning = [value for value in module.parameters() if value.requires_grad]
    optimiser = getattr(torch.optim, kind)(learning, **settings)
    score = nn.CrossEntropyLoss()
    module.train()
    losses = []
    for _ in range(EPOCHS):
        total = 0.0
        for at in range(0, ROWS, batch):
            x, y = features[at : at + batch], targets[at : at + batch]
            optimiser.zero_grad()
            loss = score(module(x), y)
            penalty = sum(shaping.get("l1", 0) * w.abs().sum() + shaping.get("l2", 0) * (w**2).sum() for w in learning)
            (loss + penalty if "l1" in shaping or "l2" in shaping else loss).backward()
            if shaping.get("clip") == "norm":
                nn.utils.clip_grad_norm_(learning, shaping["clipLimit"])
            if shaping.get("clip") == "value":
                nn.utils.clip_grad_value_(learning, shaping["clipLimit"])
            optimiser.step()
            total += loss.item() * len(x)
        losses.append(total / ROWS)
    return {"optimiser": kind, "settings": settings, "shaping": shaping, "batch": batch, "losses": losses,
            "final": {name: numbers(value) for name, value in state_of(module).items()}}


def record_network(name, row, classes, make):
    start = make()
    with torch.no_grad():
        for value in start.parameters():
            value.copy_(decimals(value, 4))
    features = torch.randint(WORDS, (ROWS, *row)).float() if name == "words" else decimals(torch.randn(ROWS, *row), 2)
    # Something to learn: the class is the greatest of a few weighted sums.
    targets = (features.flatten(1) @ torch.randn(features[0].numel(), classes)).argmax(1)
    initial = {key: value.clone() for key, value in state_of(start).items()}
    runs = []
    chosen = FEW.get(name) or [(*each, 10, {}) for each in OPTIMISERS]
    if name == "mlp":
        chosen += [(*each, {}) for each in MORE] + [(kind, settings, 10, shaping) for kind, settings, shaping in SHAPED]
    for kind, settings, batch, shaping in chosen:
        # Weights that are replaced at once: copied, since drawing them would move the draws after them.
        module = copy.deepcopy(start) if shaping else make()
        module.load_state_dict(initial, strict=False)
        runs.append(train(module, features, targets, kind, settings, batch, shaping))
    return {"name": name, "row": list(row), "classes": classes, "features": numbers(features),
            "targets": targets.tolist(), "initial": record(initial), "runs": runs}


torch.manual_seed(20)
torch.set_num_threads(1)
recorded = {"torch": torch.__version__, "epochs": EPOCHS,
            "networks": [record_network(*network) for network in NETWORKS]}
FILE.parent.mkdir(parents=True, exist_ok=True)
FILE.write_text(json.dumps(recorded))
