"""What the cases of every group share: numbers, and modules as the app writes them."""

import inspect

import torch
from torch import nn

import newer  # noqa: F401  completes an older PyTorch


def draw(shape, spread=2.0):
    """Two decimals, so that the file stays short and float32 holds what is written."""
    return ((torch.rand(shape) * 2 - 1) * spread * 100).round() / 100


def quarters(shape, spread=2.0):
    """Sums and means of a few are exact in float32, so that what is left when they are taken off has all its digits."""
    return ((torch.rand(shape) * 2 - 1) * spread * 4).round() / 4


def module(kind, *required, **named):
    """`nn.Linear(3, 4, bias=False)`: arguments that have their default are not written."""
    defaults = inspect.signature(getattr(nn, kind).__init__).parameters
    stated = [f"{name}={written(value)}" for name, value in named.items()
              if name not in defaults or defaults[name].default != value]
    return f"nn.{kind}({', '.join([*map(written, required), *stated])})"


def written(value):
    """As the app writes it: a whole number needs no point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return repr(value)
