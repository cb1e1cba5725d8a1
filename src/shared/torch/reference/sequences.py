"""Sequences.
"""

import json
import struct
from pathlib import Path

import torch
from torch import nn

WEIGHTS = Path(__file__).parent / "sequences.safetensors"


class Sequences(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.TransformerEncoderLayer(6, 2, dim_feedforward=5, activation='gelu', batch_first=True)
        self.decoder = nn.TransformerDecoderLayer(6, 3, dim_feedforward=4, batch_first=True, norm_first=True)
        self.heads = nn.MultiheadAttention(6, 2, batch_first=True)
        self.norm = nn.LayerNorm((4, 6))
        self.gru = nn.GRU(6, 3, batch_first=True, bidirectional=True)
        self.lstm = nn.LSTM(6, 3, num_layers=2, batch_first=True)
        self.head = nn.Linear(3, 2)

    def forward(self, x):
        # x: 2 x 4 x 6
        x = x + torch.sin(torch.arange(x.size(1))[:, None] / 10000 ** (torch.arange(x.size(2)) // 2 * 2 / x.size(2)) + torch.arange(x.size(2)) % 2 * torch.pi / 2)  # 2 x 4 x 6
        encoder = self.encoder(x, src_mask=nn.Transformer.generate_square_subsequent_mask(x.size(1)))  # 2 x 4 x 6
        x = self.decoder(x, encoder)  # 2 x 4 x 6
        x = self.heads(x, encoder, encoder, need_weights=False)[0]  # 2 x 4 x 6
        x = self.norm(x)              # 2 x 4 x 6
        x, _ = self.gru(x)            # 2 x 4 x 6
        x, _ = self.lstm(x)           # 2 x 4 x 3
        x = x[:, -1]                  # 2 x 3
        x = self.head(x)              # 2 x 2
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
    network = Sequences()
    if WEIGHTS.exists():
        load_weights(network, WEIGHTS)
    network.eval()
    x = torch.randn(2, 4, 6)  # 2 x 4 x 6
    print(network(x))
