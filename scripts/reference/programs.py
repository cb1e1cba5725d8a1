"""Runs the PyTorch programs the app writes, and records what they answer, as values src/shared/torch compares with.

Run with Debian's PyTorch (`apt-get install python3-torch`), from the checkout, after the programs have changed
(`npx vitest run src/shared/torch -u` writes them):

    /usr/bin/python3 scripts/reference/programs.py && npx prettier --write src/shared/torch/reference

It rewrites src/shared/torch/reference/pytorch.json; read the diff. Parameters and inputs are the numbers of
src/shared/torch/reference/networks.ts.
"""

import contextlib
import hashlib
import io
import json
import runpy
from pathlib import Path

import torch

FOLDER = Path(__file__).parents[2] / "src/shared/torch/reference"


def numbers(shape, is_positive=False):
    count = torch.Size(shape).numel()
    values = torch.tensor([((at * 37) % 101 - 50) / 100 for at in range(count)])
    return (values.abs() + 0.5 if is_positive else values).reshape(shape)


def run(file):
    # As a person runs it: what it prints is of no use here, that it ends without an error is.
    with contextlib.redirect_stdout(io.StringIO()):
        names = runpy.run_path(str(file), run_name="__main__")
    network = names["network"]
    for name, tensor in network.state_dict().items():
        if tensor.is_floating_point():
            tensor.copy_(numbers(tensor.shape, name.endswith("running_var")))
    arguments = network.forward.__code__.co_varnames[1 : network.forward.__code__.co_argcount]
    given = [numbers(names[name].shape) for name in arguments if name != "scores"]
    with torch.no_grad():
        answers = network(*given)
    answers = answers if isinstance(answers, tuple) else (answers,)
    return {
        "program": hashlib.sha256(file.read_bytes()).hexdigest(),
        "state": [name for name in network.state_dict() if not name.endswith("num_batches_tracked")],
        "answers": [
            {"shape": list(answer.shape), "values": [float(str(value)) for value in answer.numpy().flatten()]}
            for answer in answers
        ],
    }


recorded = {file.stem: run(file) for file in sorted(FOLDER.glob("*.py"))}
(FOLDER / "pytorch.json").write_text(json.dumps({"torch": torch.__version__, "programs": recorded}))
