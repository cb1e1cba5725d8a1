"""Records what PyTorch answers for every layer, as values the tests of src/shared/layers compare with.

Run with Debian's PyTorch (`apt-get install python3-torch`), from the checkout, for all groups or those named:

    /usr/bin/python3 scripts/reference/layers [activation ...]

It rewrites src/shared/layers/reference/<group>.json; read the diff. Each case is one layer with the attributes of
the document, its inputs by port and the code PyTorch is asked with, which is the very code the app writes; where a
module is not called with its inputs alone, how it is called as `self`. Parameters are drawn here. Recorded are the
answer in evaluation mode with its multiply-adds, and in training mode the answer with the gradients of the sum of its
numbers, each times a number of its own. Of a layer with several answers the others stand beside the first, by their
order, and all of them are part of that sum.
"""

import importlib
import json
import math
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F  # noqa: F401  code may use it

import newer  # noqa: F401  completes an older PyTorch
from draw import draw

HERE = Path(__file__).parent
FOLDER = HERE.parents[2] / "src/shared/layers/reference"
QUANTILES = torch.linspace(0, 1, 11)
DRAWN = 20_000


def number(value):
    """The shortest decimals that are this very float32 value; a whole number needs no point, and JSON has no NaN."""
    value = float(str(value))
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return int(value) if value.is_integer() and value < 1e15 else value


def record(tensor):
    return {"shape": list(tensor.shape), "values": [number(value) for value in tensor.detach().numpy().flatten()]}


def evaluate(code, inputs=()):
    return eval(code, {"torch": torch, "nn": nn, "F": F, **dict(inputs)})


class Kept(nn.Module):
    """A tensor that a network keeps under its own name."""

    def __init__(self, value):
        super().__init__()
        self.value = value

    def forward(self):
        return self.value


def flat(answer):
    return [answer] if isinstance(answer, torch.Tensor) else [tensor for part in answer for tensor in flat(part)]


def answers_of(code, call, module, inputs):
    """By port; a recurrent module also has one for its last step."""
    if not module:
        answer = evaluate(code, inputs)
        return [answer.float()] if isinstance(answer, torch.Tensor) else flat(answer)
    answers = flat(evaluate(call, {"self": module, **inputs}) if call else module(*inputs.values()))
    if isinstance(module, nn.RNNBase):
        answers.append(answers[0][:, -1] if module.batch_first else answers[0][-1])
    return answers


def answer_of(code, call, module, inputs):
    return answers_of(code, call, module, inputs)[0]


def module_of(code, inputs=()):
    made = evaluate(code, inputs)
    if isinstance(made, nn.Parameter):
        return Kept(made)
    return made if isinstance(made, nn.Module) else None


def draw_parameters(module):
    """Parameters and running statistics; of those a variance is never below zero."""
    drawn = {}
    for name, value in module.state_dict().items():
        if name == "num_batches_tracked":
            continue
        value.copy_(draw(value.shape, 1).abs() if name == "running_var" else draw(value.shape, 1))
        drawn[name] = value
    return drawn


def draw_between(module, shape, state):
    """What a recurrent module drops between two layers: not seen from outside, so drawn once more for all steps."""
    generator = torch.Generator()
    generator.set_state(state)
    rows = torch.empty(shape[0] * shape[1], module.hidden_size * (1 + module.bidirectional))
    return rows.bernoulli_(1 - module.dropout, generator=generator)


def record_training(code, call, module, inputs, parameters):
    """What a training step sees: the output, the gradients, running statistics afterwards and the mask of what is dropped."""
    given = {port: tensor.clone().requires_grad_() for port, tensor in inputs.items()}
    learned = dict(module.named_parameters()) if module else {}
    state = torch.get_rng_state()
    with torch.enable_grad():
        answers = answers_of(code, call, module, given)
        upstreams = [draw(answer.shape) for answer in answers]
        losses = [(answer * upstream).sum() for answer, upstream in zip(answers, upstreams) if answer.requires_grad]
        if losses:
            sum(losses[1:], losses[0]).backward()
    others = [{"output": record(answer), **({"upstream": record(upstream)} if answer.requires_grad else {})}
              for answer, upstream in zip(answers[1:], upstreams[1:])]
    recorded = {
        "output": record(answers[0]),
        "upstream": record(upstreams[0]),
        **({"others": others} if others else {}),
        "gradients": {
            # No gradient flows to what only says which numbers are meant.
            "inputs": [None if tensor.grad is None else record(tensor.grad) for tensor in given.values()],
            "parameters": {name: record(parameter.grad) for name, parameter in learned.items()},
        },
        "updates": {name: record(value) for name, value in parameters.items() if name.startswith("running")},
    }
    if isinstance(module, (nn.Dropout, nn.Dropout2d)) and 0 < module.p < 1:
        mask = (given["x"].grad != 0).float()
        recorded["mask"] = record(mask if isinstance(module, nn.Dropout) else mask.amax((2, 3), keepdim=True))
    if isinstance(module, nn.RNNBase) and 0 < module.dropout < 1 and module.num_layers == 2:
        recorded["mask"] = record(draw_between(module, given["x"].shape, state))
    return recorded


def multiply_adds(module, call, inputs):
    """As torchinfo counts: every number of a weight or a bias, for each row of what the module answers; of Conv* at each
    place, and where a name says more than weight or bias, as in recurrent modules, for each of the first two axes."""
    shapes = []
    hook = module.register_forward_hook(lambda _, __, answer: shapes.append(
        (answer if isinstance(answer, torch.Tensor) else answer[0]).shape))
    answer_of("", call, module, inputs)
    hook.remove()
    rows, *places = shapes[0] or (1,)
    total = 0
    for name, parameter in module.named_parameters():
        if name in ("weight", "bias"):
            uses = rows * math.prod(places[1:]) if "Conv" in type(module).__name__ else rows
        else:
            uses = rows * places[0] if "weight" in name or "bias" in name else 0
        total += uses * parameter.numel()
    return total


SPECIAL = (math.nan, math.inf, -math.inf, 1e20, -1e20, -0.0)


def record_special(seed, code, call, module, inputs):
    """One number of an input is such: which of the answer's numbers are others then, and what they are."""
    usual = answer_of(code, call, module, inputs).flatten()
    recorded = []
    for port, tensor in enumerate(inputs.values()):
        at = (7 * seed + 3) % tensor.numel()
        for value in SPECIAL:
            changed = tensor.clone()
            changed.view(-1)[at] = value
            answer = answer_of(code, call, module, {**inputs, list(inputs)[port]: changed}).flatten()
            differs = [place for place in range(len(answer)) if not answer[place] == usual[place]]
            recorded.append([port, at, number(value) if value else value, {place: number(answer[place].numpy()) for place in differs}])
    return recorded


def record_case(seed, kind, attributes, inputs, code, call=None):
    torch.manual_seed(seed)
    module = module_of(code, inputs)
    parameters = draw_parameters(module) if module else {}
    output, *others = answers_of(code, call, module.eval() if module else None, inputs)
    recorded = {
        "kind": kind,
        "attributes": attributes,
        "code": code,
        **({"call": call} if call else {}),
        "inputs": [record(tensor) for tensor in inputs.values()],
        "parameters": {name: record(value) for name, value in parameters.items()},
        "output": record(output),
        **({"others": [record(other) for other in others]} if others else {}),
    }
    # What names rows of a table is no such number.
    if ".long()" not in (call or ""):
        recorded["special"] = record_special(seed, code, call, module, inputs)
    if parameters:
        recorded["multiplyAdds"] = multiply_adds(module, call, inputs)
    if module:
        module.train()
    return {**recorded, "training": record_training(code, call, module, inputs, parameters)}


def record_initial(kind, attributes, shapes, code):
    """How fresh parameters are spread: the quantiles of many."""
    drawn = {}
    while not drawn or min(sum(map(len, values)) for values in drawn.values()) < DRAWN:
        for name, parameter in module_of(code).named_parameters():
            drawn.setdefault(name, []).append(parameter.flatten())
    quantiles = {name: torch.quantile(torch.cat(values)[:DRAWN], QUANTILES) for name, values in drawn.items()}
    rounded = {name: [round(float(value), 5) for value in values] for name, values in quantiles.items()}
    return {"kind": kind, "attributes": attributes, "inputs": shapes, "parameters": rounded}


def main(groups):
    for group in groups:
        source = importlib.import_module(group)
        torch.manual_seed(20)
        with torch.no_grad():
            recorded = {
                "torch": torch.__version__,
                "cases": [record_case(seed, *case) for seed, case in enumerate(source.cases())],
                "initial": [record_initial(*case) for case in getattr(source, "initial", list)()],
            }
        lines = [f'"{name}": ' + (json.dumps(value) if isinstance(value, str) else listed(value))
                 for name, value in recorded.items()]
        FOLDER.joinpath(f"{group}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
        print(f"{group}: {len(recorded['cases'])} cases")


def listed(values):
    """A line a case, so that a diff shows which have changed."""
    return "[\n" + ",\n".join(json.dumps(value) for value in values) + "\n]" if values else "[]"


sources = sorted(file.stem for file in HERE.glob("*.py") if file.stem not in ("__main__", "draw", "newer"))
main(sys.argv[1:] or sources)
