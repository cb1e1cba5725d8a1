from draw import draw


def cases():
    for a, b in [((1, 4), (1, 4)), ((2, 3, 4), (3, 1)), ((2, 1, 2), (1, 3, 1)), ((4,), (2, 3, 4)), ((3,), (1,))]:
        yield "Add", {}, {"a": draw(a), "b": draw(b)}, "a + b"
