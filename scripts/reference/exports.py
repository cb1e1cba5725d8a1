"""Records every layer as PyTorch's exporter writes it, as models src/shared/recognise opens again.

Run with Debian's PyTorch (`apt-get install python3-torch`), from the checkout, after scripts/reference/layers:

    /usr/bin/python3 scripts/reference/exports.py

It rewrites src/shared/recognise/reference/exports.json; read the diff. The layers, their parameters and their inputs
are those recorded in src/shared/layers/reference; each is exported in several operator sets, and a set that is written
as the one before it is left out. Of several answers all are exported together, and one of them alone. What an exporter
refuses is not there.
"""

import base64
import importlib
import io
import json
import sys
import warnings
import zlib
from pathlib import Path

import torch
from torch import nn

HERE = Path(__file__).parent
LAYERS = HERE.parents[1] / "src/shared/layers/reference"
FILE = HERE.parents[1] / "src/shared/recognise/reference/exports.json"
SETS = (11, 13, 17)

sys.path.insert(0, str(HERE / "layers"))
import newer  # noqa: E402, F401  completes an older PyTorch
from draw import draw  # noqa: E402, F401

source = (HERE / "layers/__main__.py").read_text().split("def record_training")[0]
tools = {"__file__": str(HERE / "layers/__main__.py"), "__name__": "tools"}
exec(compile(source, "__main__.py", "exec"), tools)


class Case(nn.Module):
    """A layer as a network of its own, called as it was recorded."""

    def __init__(self, code, call, module, ports, only):
        super().__init__()
        self.inner, self.code, self.call, self.ports, self.only = module, code, call, ports, only

    def forward(self, *inputs):
        answers = tools["answers_of"](self.code, self.call, self.inner, dict(zip(self.ports, inputs)))
        return tuple(answers) if self.only is None else answers[self.only]


def tensor_of(recorded):
    return torch.tensor(recorded["values"], dtype=torch.float32).reshape(recorded["shape"])


def export(case, ports, operators, only):
    module = tools["module_of"](case["code"], {port: tensor_of(given) for port, given in zip(ports, case["inputs"])})
    if module:
        state = {name: tensor_of(value) for name, value in case["parameters"].items()}
        module.load_state_dict(state, strict=False)
    network = Case(case["code"], case.get("call"), module, ports, only).eval()
    inputs = tuple(tensor_of(given) for given in case["inputs"])
    file = io.BytesIO()
    answers = range(1 + len(case.get("others", []))) if only is None else [only]
    names = [f"answer {place}" if place else "answer" for place in answers]
    torch.onnx.export(network, inputs, file, opset_version=operators, input_names=list(ports), output_names=names)
    return file.getvalue()


def unversioned(model, operators):
    """The set is one byte among others: what is left is the same where nothing else differs."""
    return model.replace(bytes([0x10, operators]), b"")


def main():
    models = []
    for group in sorted(LAYERS.glob("*.json")):
        recorded = json.loads(group.read_text())["cases"]
        torch.manual_seed(20)
        ports = [list(case[2]) for case in importlib.import_module(group.stem).cases()]
        places = []
        for at, (case, names) in enumerate(zip(recorded, ports)):
            # Of all cases of its layer.
            places.append(sum(one["kind"] == case["kind"] for one in recorded[:at]))
            count = 1 + len(case.get("others", []))
            for only in [None] if count == 1 else [None, places[-1] % count]:
                before = None
                for operators in SETS:
                    try:
                        with torch.no_grad():
                            model = export(case, names, operators, only)
                    except Exception as refusal:
                        print(f"{group.stem} {at} {case['kind']} set {operators}: {str(refusal).splitlines()[0][:90]}")
                        continue
                    if unversioned(model, operators) != before:
                        packed = base64.b64encode(zlib.compress(model, 9)).decode()
                        models.append({"kind": case["kind"], "at": places[-1], "set": operators, "model": packed})
                    before = unversioned(model, operators)
    lines = ",\n".join(json.dumps(model) for model in models)
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(f'{{\n"torch": "{torch.__version__}",\n"models": [\n{lines}\n]\n}}\n')
    print(len(models), "models")


warnings.simplefilter("ignore")
main()
