"""Residual network.

Learn from a table whose last column is the answer, in one process or in several:

    python THIS.py --train rows.csv
    torchrun --nproc_per_node=2 THIS.py --train rows.csv
"""

import csv
import json
import os
import struct
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

WEIGHTS = Path(__file__).parent / "residual.safetensors"


class ResidualNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv2d_1 = nn.Conv2d(3, 4, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(4, eps=0.001)
        self.relu_1 = nn.ReLU()
        self.conv2d_2 = nn.Conv2d(4, 4, 3, padding=1)
        self.plain_norm = nn.BatchNorm2d(4, momentum=0.2, affine=False)
        self.pool = nn.MaxPool2d(2)
        self.mean = nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False)
        self.flatten = nn.Flatten()
        self.head = nn.Linear(16, 3)
        self.log = nn.LogSoftmax(dim=1)

    def forward(self, x, scores=False):
        # x: 2 x 3 x 8 x 8
        x = self.conv2d_1(x)                    # 2 x 4 x 8 x 8
        x = self.norm(x)                        # 2 x 4 x 8 x 8
        x = self.relu_1(x)                      # 2 x 4 x 8 x 8
        conv2d_2 = self.conv2d_2(x)             # 2 x 4 x 8 x 8
        plain_norm = self.plain_norm(conv2d_2)  # 2 x 4 x 8 x 8
        x = plain_norm + x                      # 2 x 4 x 8 x 8
        x = self.pool(x)                        # 2 x 4 x 4 x 4
        x = self.mean(x)                        # 2 x 4 x 2 x 2
        x = self.flatten(x)                     # 2 x 16
        # Dropout is bypassed
        x = self.head(x)                        # 2 x 3
        if scores:
            return x
        x = self.log(x)                         # 2 x 3
        return x


def load_weights(network, file):
    """Reads a safetensors file: a table of names and shapes, then the numbers as float32."""
    content = file.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    values = bytearray(content[8 + length :])
    state = {}
    for name, entry in json.loads(content[8 : 8 + length]).items():
        start, end = entry["data_offsets"]
        numbers = torch.frombuffer(values[start:end], dtype=torch.float32)
        state[name] = numbers.reshape(entry["shape"])
    missing, unexpected = network.load_state_dict(state, strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or unexpected:
        raise ValueError(f"{file} does not fit: missing {missing}, unexpected {unexpected}")


def read_rows(file):
    """Features and answers of a table with a heading; the last column is the answer."""
    with open(file, newline="") as lines:
        _, *rows = [row for row in csv.reader(lines) if row]
    features = torch.tensor([[float(cell) for cell in row[:-1]] for row in rows])
    said = [row[-1].strip() for row in rows]
    classes = ["no", "yes \"really\""]
    answers = torch.tensor([classes.index(answer) for answer in said])
    return features.reshape(-1, 3, 8, 8), answers


def train(network, features, answers):
    """Under torchrun every process takes its share of the rows."""
    torch.manual_seed(1)
    is_shared = "RANK" in os.environ
    if is_shared:
        torch.distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
        if torch.cuda.is_available():
            torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    learner = network.to(device)
    network.get_parameter("head.bias").requires_grad_(False)
    if is_shared:
        learner = DistributedDataParallel(learner, find_unused_parameters=True)
    rows = TensorDataset(features.to(device), answers.to(device))
    sampler = DistributedSampler(rows, shuffle=True) if is_shared else None
    loader = DataLoader(rows, batch_size=4, sampler=sampler, shuffle=not is_shared)
    learned = [weight for weight in learner.parameters() if weight.requires_grad]
    loss_of = nn.CrossEntropyLoss()
    optimiser = torch.optim.SGD(learned, lr=0.1, weight_decay=0)
    scheduler = torch.optim.lr_scheduler.StepLR(optimiser, step_size=1, gamma=0.1)
    learner.train()
    for epoch in range(2):
        if sampler is not None:
            sampler.set_epoch(epoch)
        total = 0.0
        seen = 0
        for x, y in loader:
            optimiser.zero_grad()
            loss = loss_of(learner(x, scores=True), y)
            (loss + sum(0.1 * weight.abs().sum() + 0.2 * weight.square().sum() for weight in learned)).backward()
            nn.utils.clip_grad_norm_(learned, 1)
            optimiser.step()
            total += loss.item() * len(x)
            seen += len(x)
        scheduler.step()
        if os.environ.get("RANK", "0") == "0":
            print(f"epoch {epoch + 1}  loss {total / seen:.6f}")
    network.to("cpu")
    if is_shared:
        torch.distributed.destroy_process_group()


if __name__ == "__main__":
    network = ResidualNetwork()
    if WEIGHTS.exists():
        load_weights(network, WEIGHTS)
    if "--train" in sys.argv[:-1]:
        train(network, *read_rows(sys.argv[-1]))
    network.eval()
    x = torch.randn(2, 3, 8, 8)  # 2 x 3 x 8 x 8
    print(network(x))
