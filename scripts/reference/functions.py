"""Records a network whose modules PyTorch's exporter writes as functions of the model's own, with what it answers.

Run with Debian's PyTorch (`apt-get install python3-torch`), from the checkout:

    OMP_NUM_THREADS=1 /usr/bin/python3 scripts/reference/functions.py

It rewrites src/shared/recognise/reference/functions.json; read the diff.
"""

import base64
import io
import json
import warnings
from pathlib import Path

import torch
from torch import nn

FILE = Path("src/shared/recognise/reference/functions.json")
warnings.filterwarnings("ignore")


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.linear = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.gelu = nn.GELU()

    def forward(self, x):
        return x + self.gelu(self.norm(self.linear(x)))


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.Sequential(*[Block(4) for _ in range(3)])
        self.head = nn.Linear(4, 2)

    def forward(self, x):
        return torch.softmax(self.head(self.blocks(x)), -1)


def main():
    torch.manual_seed(7)
    network = Network().eval()
    # No two of a kind have equal numbers, which the exporter would keep once.
    for parameter in network.parameters():
        nn.init.normal_(parameter, std=0.5)
    x = torch.tensor([[0.5, -1.25, 2.0, 0.75], [-0.5, 0.125, 1.5, -2.0]])
    file = io.BytesIO()
    torch.onnx.export(
        network, x, file, opset_version=15, export_modules_as_functions=True, input_names=["x"], output_names=["y"]
    )
    recorded = {
        "model": base64.b64encode(file.getvalue()).decode(),
        "input": x.tolist(),
        "output": [[float(f"{value:.7g}") for value in row] for row in network(x).tolist()],
    }
    FILE.write_text(json.dumps(recorded, separators=(",", ":")) + "\n")


main()
