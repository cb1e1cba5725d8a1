from draw import draw, module


def cases():
    for shape, out, bias in [((1, 3), 4, True), ((5, 2), 1, False), ((2, 3, 4), 3, True), ((4,), 2, True),
                             ((2, 2, 2, 3), 2, False), ((3, 17), 5, True)]:
        attributes = {"in_features": shape[-1], "out_features": out, "bias": bias}
        yield "Linear", attributes, {"x": draw(shape)}, module("Linear", shape[-1], out, bias=bias)

    for rows, first, second, out, bias in [((1,), 2, 3, 2, True), ((2, 2), 3, 2, 3, False), ((3,), 1, 4, 1, True),
                                           ((2,), 2, 2, 5, True)]:
        attributes = {"in1_features": first, "in2_features": second, "out_features": out, "bias": bias}
        inputs = {"x1": draw((*rows, first)), "x2": draw((*rows, second))}
        yield "Bilinear", attributes, inputs, module("Bilinear", first, second, out, bias=bias)

    for shape in [(2, 3), (4,), (1, 2, 2, 2)]:
        yield "Identity", {}, {"x": draw(shape)}, "nn.Identity()"


def initial():
    for inputs in (1, 3, 16, 100):
        yield "Linear", {"out_features": 50}, [[1, inputs]], f"nn.Linear({inputs}, 50)"
    for inputs in (1, 4, 9):
        yield "Bilinear", {"out_features": 50}, [[1, inputs], [1, 3]], f"nn.Bilinear({inputs}, 3, 50)"
