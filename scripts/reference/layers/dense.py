from draw import draw, module


def cases():
    for shape, out, bias in [((1, 3), 4, True), ((5, 2), 1, False), ((2, 3, 4), 3, True), ((4,), 2, True),
                             ((2, 2, 2, 3), 2, False), ((3, 17), 5, True)]:
        attributes = {"in_features": shape[-1], "out_features": out, "bias": bias}
        yield "Linear", attributes, {"x": draw(shape)}, module("Linear", shape[-1], out, bias=bias)


def initial():
    for inputs in (1, 3, 16, 100):
        yield "Linear", {"out_features": 50}, [[1, inputs]], f"nn.Linear({inputs}, 50)"
