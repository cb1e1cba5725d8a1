from draw import draw, module

PLAIN = ["ReLU", "ReLU6", "SELU", "SiLU", "Mish", "Hardswish", "Sigmoid", "Hardsigmoid", "LogSigmoid", "Tanh",
         "Tanhshrink", "Softsign"]

# Attribute sets of those that take some; the arguments of the module have the same names.
CHOSEN = {
    "LeakyReLU": [{"negative_slope": 0.01}, {"negative_slope": 0.25}, {"negative_slope": -1}],
    "ELU": [{"alpha": 1}, {"alpha": 0.5}, {"alpha": 3}],
    "CELU": [{"alpha": 1}, {"alpha": 0.5}, {"alpha": 3}],
    "GELU": [{"approximate": "none"}, {"approximate": "tanh"}],
    "Hardtanh": [{"min_val": -1, "max_val": 1}, {"min_val": -0.5, "max_val": 2}, {"min_val": 0.25, "max_val": 1.5}],
    "Softplus": [{"beta": 1, "threshold": 20}, {"beta": 2, "threshold": 1}, {"beta": 0.5, "threshold": -1}],
    "Softshrink": [{"lambd": 0.5}, {"lambd": 0.2}, {"lambd": 0}],
    "Hardshrink": [{"lambd": 0.5}, {"lambd": 0.2}, {"lambd": 1}],
    "Threshold": [{"threshold": 0, "value": 0}, {"threshold": 0.1, "value": 20}, {"threshold": -1, "value": -3.5}],
}


def cases():
    for kind in PLAIN:
        for shape, spread in [((2, 5), 2), ((2, 3, 4), 6), ((7,), 60), ((1, 2, 2, 2), 0.05)]:
            yield kind, {}, {"x": draw(shape, spread)}, module(kind)

    for kind, sets in CHOSEN.items():
        for attributes in sets:
            for shape, spread in [((2, 5), 2), ((2, 3, 2), 6)]:
                yield kind, attributes, {"x": draw(shape, spread)}, module(kind, **attributes)

    for shape, count, start in [((2, 5), 1, 0.25), ((2, 3, 2), 3, 0.25), ((2, 3), 3, -0.5), ((1, 2, 2, 2), 2, 1)]:
        attributes = {"num_parameters": count, "init": start}
        yield "PReLU", attributes, {"x": draw(shape)}, module("PReLU", **attributes)

    for shape, dim in [((2, 4), -1), ((2, 6, 2), 1), ((4,), 0), ((2, 3, 2), 2)]:
        yield "GLU", {"dim": dim}, {"x": draw(shape)}, module("GLU", dim=dim)

    for kind in ("Softmax", "LogSoftmax", "Softmin"):
        for shape, dim, spread in [((1, 2), -1, 2), ((2, 3, 4), 1, 2), ((2, 3, 4), 0, 2), ((2, 3, 4), -2, 20),
                                   ((5,), 0, 90), ((1, 1), -1, 2)]:
            yield kind, {"dim": dim}, {"x": draw(shape, spread)}, module(kind, dim=dim)
