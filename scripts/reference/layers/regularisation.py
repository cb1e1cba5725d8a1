from draw import draw, module


def cases():
    for shape, p in [((1, 4), 0.5), ((2, 3, 2), 0.0), ((3, 3), 1.0)]:
        yield "Dropout", {"p": p}, {"x": draw(shape)}, module("Dropout", p=p)

    for shape, p in [((2, 3, 2, 2), 0.5), ((1, 4, 1, 2), 0.25), ((1, 2, 2, 1), 0.0), ((2, 2, 1, 2), 1.0)]:
        yield "Dropout2d", {"p": p}, {"x": draw(shape)}, module("Dropout2d", p=p)
