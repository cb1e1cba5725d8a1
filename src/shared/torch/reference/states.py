"""States.
"""

import json
import struct
from pathlib import Path

import torch
from torch import nn

WEIGHTS = Path(__file__).parent / "states.safetensors"


class States(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.LSTM(3, 3, batch_first=True, bidirectional=True)
        self.lstm = nn.LSTM(3, 3, num_layers=2, batch_first=True, dropout=0.1)
        self.gru = nn.GRU(3, 3, batch_first=True, bidirectional=True)
        self.each_step = nn.Linear(6, 2)
        self.head = nn.Linear(6, 2)

    def forward(self, x):
        # x: 2 x 4 x 3
        _, (hidden_h_n, hidden_c_n) = self.hidden(x)  # 2 x 2 x 3, 2 x 2 x 3
        x, _ = self.lstm(x, (hidden_h_n, hidden_c_n))  # 2 x 4 x 3
        x, _ = self.gru(x, hidden_h_n)                # 2 x 4 x 6
        gru_last = x[:, -1]                           # 2 x 6
        x = self.each_step(x)                         # 2 x 4 x 2
        head = self.head(gru_last)                    # 2 x 2
        x = torch.mean(x, dim=1)                      # 2 x 2
        x = x + head                                  # 2 x 2
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
    network = States()
    if WEIGHTS.exists():
        load_weights(network, WEIGHTS)
    network.eval()
    x = torch.tensor([[[-0.5, -0.13, 0.24], [-0.4, -0.03, 0.34], [-0.3, 0.07, 0.44], [-0.2, 0.17, -0.47]], [[-0.1, 0.27, -0.37], [0.0, 0.37, -0.27], [0.1, 0.47, -0.17], [0.2, -0.44, -0.07]]])  # 2 x 4 x 3
    print(network(x))
