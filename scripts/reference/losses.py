"""Records what PyTorch answers for every loss, as values src/shared/training/losses.test.ts compares with.

Run with Debian's PyTorch (`apt-get install python3-torch`), from the checkout:

    /usr/bin/python3 scripts/reference/losses.py

It rewrites src/shared/training/reference/losses.json; read the diff. Each case is a loss with the code the app writes
for it, what a network answered, the right answers, and PyTorch's loss and gradient.
"""

import json
from pathlib import Path

import torch
from torch import nn  # noqa: F401  code uses it

FILE = Path(__file__).parents[2] / "src/shared/training/reference/losses.json"
device = "cpu"


def draw(shape, spread=2.0):
    return ((torch.rand(shape) * 2 - 1) * spread * 100).round() / 100


def cases():
    """Kind, settings, code, what the network answered, the right answers and how they are given."""
    plain = {"labelSmoothing": 0, "classWeights": []}
    for shape in [(1, 3), (6, 4)]:
        x, y = draw(shape), torch.randint(shape[1], shape[:1])
        logs = x.log_softmax(1)
        weights = [0.5, 2.0, 1.5, 1.0][: shape[1]]
        written = ", ".join(str(int(weight) if weight.is_integer() else weight) for weight in weights)
        for share, used in [(0, False), (0.1, False), (0, True), (0.25, True)]:
            named = [f"weight=torch.tensor([{written}], device=device)"] * used + [f"label_smoothing={share}"] * (share > 0)
            settings = {"labelSmoothing": share, "classWeights": weights if used else []}
            yield "CrossEntropyLoss", settings, f"nn.CrossEntropyLoss({', '.join(named)})", "y", x, y
        yield "NLLLoss", plain, "nn.NLLLoss()", "y", logs, y
        spread = f"nn.functional.one_hot(y, {shape[1]}).float()"
        yield "KLDivLoss", plain, "nn.KLDivLoss(reduction='batchmean')", spread, logs, y
    for shape in [(1, 1), (7, 1)]:
        x, number, yes = draw(shape), draw(shape), torch.randint(2, shape).float()
        yield "BCELoss", plain, "nn.BCELoss()", "y", (torch.rand(shape) * 100).round() / 100, yes
        yield "BCEWithLogitsLoss", plain, "nn.BCEWithLogitsLoss()", "y", x, yes
        for kind in ("MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss"):
            yield kind, plain, f"nn.{kind}()", "y", x, number


def listed(tensor):
    return [float(str(value)) for value in tensor.detach().numpy().flatten()]


def record(kind, settings, code, target, x, y):
    given = x.clone().requires_grad_()
    loss = eval(code)(given, eval(target))
    loss.backward()
    return {"kind": kind, "settings": settings, "code": code, "target": target, "shape": list(x.shape),
            "outputs": listed(x), "targets": listed(y.float()), "loss": loss.item(), "gradient": listed(given.grad)}


torch.manual_seed(20)
lines = ",\n".join(json.dumps(record(*case)) for case in cases())
FILE.write_text(f'{{\n"torch": "{torch.__version__}",\n"cases": [\n{lines}\n]\n}}\n')
