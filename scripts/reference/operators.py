"""Records the ports and attributes of every ONNX operator up to set 17, as src/shared/operators reads them.

Run with Debian's ONNX (`apt-get install python3-onnx libonnx-testdata`), from the checkout:

    /usr/bin/python3 scripts/reference/operators.py

It rewrites src/shared/operators/facts.json and the list of operators in ONNX's own test models, which
src/shared/operators/operators.test.ts looks for; read the diff. The notation is told in src/shared/operators/define.ts:
an operator a line, an entry wherever its ports or attributes changed, and no documentation.
"""

import json
from collections import defaultdict
from pathlib import Path

import numpy
import onnx
from onnx import defs

FOLDER = Path(__file__).parents[2] / "src/shared/operators"
MODELS = Path("/usr/share/libonnx-testdata/data")
# Older models are brought to this set as they are read, or refused.
OLDEST = 7
# What a type is called in the app, where it is another word.
WORDS = {"float": "float32", "double": "float64", "seq": "sequence"}
Option = defs.OpSchema.FormalParameterOption


def word(types):
    """The one type a port takes, or the one kind of what is no tensor; nothing where there are several."""
    kinds = {kind.split("(")[0] for kind in types}
    if len(types) == 1 and kinds == {"tensor"}:
        kinds = {next(iter(types))[len("tensor(") : -1]}
    elif len(kinds) > 1 or kinds == {"tensor"}:
        return ""
    name = kinds.pop()
    return ":" + WORDS.get(name, name)


def ports(parameters):
    ends = {Option.Single: "", Option.Optional: "?", Option.Variadic: "..."}
    return " ".join(port.name + ends[port.option] + word(port.types) for port in parameters)


def plain(value):
    """A default as JSON has it; a number with the fewest digits that are the same 32-bit float."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return float(str(numpy.float32(value)))
    return value.decode() if isinstance(value, bytes) else value


def attribute(schema):
    kind = schema.type.name.lower() + "!" * schema.required
    if not schema.default_value.name:
        return [kind]
    return [kind, plain(onnx.helper.get_attribute_value(schema.default_value))]


def entries(versions):
    """The operator as the oldest set has it, and as it was after every change of what is recorded."""
    told = None
    # What is taken out of a set keeps the form it had.
    kept = sorted((schema for schema in versions if not schema.deprecated), key=lambda schema: schema.since_version)
    for at, schema in enumerate(kept):
        if schema.domain == "" and at + 1 < len(kept) and kept[at + 1].since_version <= OLDEST:
            continue
        entry = [ports(schema.inputs), ports(schema.outputs),
                 {name: attribute(schema.attributes[name]) for name in sorted(schema.attributes)}]
        if entry != told:
            yield [schema.since_version, *entry]
        told = entry


def operator_types(graph):
    for node in graph.node:
        yield node.domain, node.op_type
        for attribute in node.attribute:
            for inner in [attribute.g, *attribute.graphs]:
                yield from operator_types(inner)


def met():
    types = defaultdict(set)
    for file in sorted(MODELS.rglob("*.onnx")):
        model = onnx.load(str(file), load_external_data=False)
        own = {(function.domain, function.name) for function in model.functions}
        for domain, kind in set(operator_types(model.graph)) - own:
            types[domain].add(kind)
    return {domain: sorted(kinds) for domain, kinds in sorted(types.items())}


def write(file, domains):
    """A domain after the other, one operator a line."""
    text = json.dumps(domains, indent=1) if file.name != "facts.json" else "{\n" + ",\n".join(
        json.dumps(domain) + ": {\n" + ",\n".join(
            json.dumps(kind) + ": " + json.dumps(list(entries(versions)), separators=(",", ":"))
            for kind, versions in sorted(operators.items())) + "\n}"
        for domain, operators in sorted(domains.items())) + "\n}"
    file.write_text(text + "\n")


domains = defaultdict(lambda: defaultdict(list))
for schema in defs.get_all_schemas_with_history():
    domains[schema.domain][schema.name].append(schema)
write(FOLDER / "facts.json", domains)
(FOLDER / "reference").mkdir(exist_ok=True)
write(FOLDER / "reference/met.json", met())
