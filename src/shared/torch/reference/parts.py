"""Parts.
"""

import json
import struct
from pathlib import Path

import torch
from torch import nn

WEIGHTS = Path(__file__).parent / "parts.safetensors"


class Parts(nn.Module):
    def __init__(self):
        super().__init__()
        self.heads = nn.MultiheadAttention(4, 2, batch_first=True)
        self.pooled = nn.MaxPool1d(2, stride=1, return_indices=True)

    def forward(self, x):
        # x: 2 x 6 x 4
        cut, cut_y2_2, cut_y3 = torch.chunk(x, 3, dim=1)  # 2 x 2 x 4, 2 x 2 x 4, 2 x 2 x 4
        _, x = torch.split(x, (2, 4), dim=1)         # 2 x 4 x 4
        cut_y2 = cut * cut_y3                        # 2 x 2 x 4
        sum_ = cut_y2_2 + cut_y2                     # 2 x 2 x 4
        heads, heads_weights = self.heads(sum_, sum_, sum_, average_attn_weights=False)  # 2 x 2 x 4, 2 x 2 x 2 x 2
        pooled, pooled_indices = self.pooled(heads)  # 2 x 2 x 3, 2 x 2 x 3
        best, best_indices = torch.max(pooled, dim=-1)  # 2 x 2, 2 x 2
        return (
            x,                                       # Last piece: 2 x 4 x 4
            heads_weights,                           # Weights: 2 x 2 x 2 x 2
            pooled_indices,                          # Under the window: 2 x 2 x 3
            best,                                    # Numbers: 2 x 2
            best_indices,                            # Places: 2 x 2
        )


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
    network = Parts()
    if WEIGHTS.exists():
        load_weights(network, WEIGHTS)
    network.eval()
    x = torch.randn(2, 6, 4)  # 2 x 6 x 4
    print(network(x))
