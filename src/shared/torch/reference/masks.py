"""Masks.
"""

import json
import struct
from pathlib import Path

import torch
from torch import nn

WEIGHTS = Path(__file__).parent / "masks.safetensors"


class Masks(nn.Module):
    def __init__(self):
        super().__init__()
        self.learned_mask = nn.Parameter(torch.zeros(4, 4))
        self.encoder = nn.TransformerEncoderLayer(6, 2, dim_feedforward=5, batch_first=True)
        self.decoder = nn.TransformerDecoderLayer(6, 3, dim_feedforward=4, batch_first=True)
        self.heads = nn.MultiheadAttention(6, 2, dropout=0.2, batch_first=True)
        self.causal = nn.MultiheadAttention(6, 3, dropout=0.5, batch_first=True)

    def forward(self, sentence, mask):
        # sentence: 2 x 4 x 6
        # mask: 4 x 4
        x = self.learned_mask  # 4 x 4
        encoder = self.encoder(sentence, src_mask=mask)  # 2 x 4 x 6
        x = self.decoder(sentence, encoder, tgt_mask=x + nn.Transformer.generate_square_subsequent_mask(sentence.size(1)))  # 2 x 4 x 6
        x = self.heads(x, encoder, encoder, attn_mask=mask + nn.Transformer.generate_square_subsequent_mask(x.size(1)), need_weights=False)[0]  # 2 x 4 x 6
        x = self.causal(x, x, x, attn_mask=nn.Transformer.generate_square_subsequent_mask(x.size(1)), need_weights=False)[0]  # 2 x 4 x 6
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
    network = Masks()
    if WEIGHTS.exists():
        load_weights(network, WEIGHTS)
    network.eval()
    sentence = torch.randn(2, 4, 6)  # 2 x 4 x 6
    mask = torch.tensor([[-0.5, -0.13, 0.24, -0.4], [-0.03, 0.34, -0.3, 0.07], [0.44, -0.2, 0.17, -0.47], [-0.1, 0.27, -0.37, 0.0]])  # 4 x 4
    print(network(sentence, mask))
