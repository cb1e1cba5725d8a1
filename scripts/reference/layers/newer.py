"""What a newer PyTorch has or does, for an older one: written out as its documentation defines it."""

import math

import torch
from torch import nn


class RMSNorm(nn.Module):
    def __init__(self, normalized_shape, eps=None, elementwise_affine=True):
        super().__init__()
        self.shape = (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)
        self.eps = torch.finfo(torch.float32).eps if eps is None else eps
        self.weight = nn.Parameter(torch.ones(self.shape)) if elementwise_affine else None

    def forward(self, x):
        mean = x.square().mean(tuple(range(-len(self.shape), 0)), keepdim=True)
        normal = x / torch.sqrt(mean + self.eps)
        return normal if self.weight is None else normal * self.weight


class Softshrink(nn.Softshrink):
    """NaN passes, as it does through Hardshrink; an older PyTorch makes zero of it."""

    def forward(self, x):
        return torch.where(x.isnan(), x, super().forward(x))


def scaled_dot_product_attention(query, key, value, attn_mask=None, is_causal=False):
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    if is_causal:
        allowed = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()
        scores = scores + torch.zeros(allowed.shape).masked_fill(~allowed, -math.inf)
    if attn_mask is not None:
        scores = scores + attn_mask
    return scores.softmax(-1) @ value


if nn.functional.softshrink(torch.tensor(math.nan)) == 0:
    nn.Softshrink = Softshrink
if not hasattr(nn, "RMSNorm"):
    nn.RMSNorm = RMSNorm
if not hasattr(nn.functional, "scaled_dot_product_attention"):
    nn.functional.scaled_dot_product_attention = scaled_dot_product_attention
