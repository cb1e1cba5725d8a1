"""What the cases of every group share: numbers, and modules as the app writes them."""

import inspect

import torch
from torch import nn


def draw(shape, spread=2.0):
    """Two decimals, so that the file stays short and float32 holds what is written."""
    return ((torch.rand(shape) * 2 - 1) * spread * 100).round() / 100


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
