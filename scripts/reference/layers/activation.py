from draw import draw, module


def cases():
    for kind in ("ReLU", "Sigmoid", "Tanh"):
        for shape, spread in [((2, 5), 2), ((2, 3, 4), 6), ((7,), 60), ((1, 2, 2, 2), 0.05)]:
            yield kind, {}, {"x": draw(shape, spread)}, module(kind)

    for shape, dim, spread in [((1, 2), -1, 2), ((2, 3, 4), 1, 2), ((2, 3, 4), 0, 2), ((2, 3, 4), -2, 20),
                               ((5,), 0, 90), ((1, 1), -1, 2)]:
        yield "Softmax", {"dim": dim}, {"x": draw(shape, spread)}, module("Softmax", dim=dim)

    for shape, dim, spread in [((1, 2), -1, 2), ((2, 3, 4), 1, 2), ((5,), 0, 60)]:
        yield "LogSoftmax", {"dim": dim}, {"x": draw(shape, spread)}, module("LogSoftmax", dim=dim)

    for shape, slope, spread in [((2, 5), 0.01, 2), ((2, 3, 2), 0.25, 6), ((7,), -1, 2)]:
        attributes = {"negative_slope": slope}
        yield "LeakyReLU", attributes, {"x": draw(shape, spread)}, module("LeakyReLU", **attributes)

    for shape, spread in [((2, 5), 2), ((2, 3, 4), 1), ((7,), 0.05)]:
        yield "GELU", {}, {"x": draw(shape, spread)}, module("GELU")
