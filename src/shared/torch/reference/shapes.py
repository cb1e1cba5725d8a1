""".
"""

import json
import struct
from pathlib import Path

import torch
from torch import nn

WEIGHTS = Path(__file__).parent / "shapes.safetensors"


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 6, 2, stride=2, padding=2, dilation=2, groups=2, bias=False)
        self.flat = nn.Flatten(start_dim=2, end_dim=3)
        self.norm = nn.BatchNorm1d(6)
        self.along_the_last = nn.Linear(12, 3)
        self.sigmoid = nn.Sigmoid()
        self.dropout = nn.Dropout()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        # x: 2 x 4 x 3 x 6
        x = self.conv(x)            # 2 x 6 x 3 x 4
        x = self.flat(x)            # 2 x 6 x 12
        x = self.norm(x)            # 2 x 6 x 12
        x = self.along_the_last(x)  # 2 x 6 x 3
        x = self.sigmoid(x)         # 2 x 6 x 3
        x = self.dropout(x)         # 2 x 6 x 3
        x = self.softmax(x)         # 2 x 6 x 3
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


if __name__ == "__main__":
    network = Network()
    if WEIGHTS.exists():
        load_weights(network, WEIGHTS)
    network.eval()
    x = torch.randn(2, 4, 3, 6)  # 2 x 4 x 3 x 6
    print(network(x))
