from draw import draw, module

SHAPES = [((1, 4), (1, 4)), ((2, 3, 4), (3, 1)), ((2, 1, 2), (1, 3, 1)), ((4,), (2, 3, 4)), ((3,), (1,))]


def cases():
    for kind, sign in [("Add", "+"), ("Subtract", "-"), ("Multiply", "*"), ("Divide", "/")]:
        for a, b in SHAPES:
            # Nothing is divided by almost nothing.
            below = draw(b).abs() + 0.3 if kind == "Divide" else draw(b)
            yield kind, {}, {"a": draw(a), "b": below}, f"a {sign} b"

    for a, b in [((2, 3), (3, 4)), ((2, 1, 2, 3), (2, 3, 2)), ((2, 3), (3,)), ((3,), (3,)), ((3,), (2, 3, 2))]:
        yield "MatMul", {}, {"a": draw(a), "b": draw(b)}, "a @ b"

    for kind, name in [("Sqrt", "sqrt"), ("Log", "log"), ("Exp", "exp"), ("Abs", "abs")]:
        for shape, spread in [((2, 5), 2), ((2, 3, 2), 6), ((4,), 0.5)]:
            x = draw(shape, spread)
            yield kind, {}, {"x": x.abs() + 0.1 if kind in ("Sqrt", "Log") else x}, f"torch.{name}(x)"

    for shape, exponent in [((2, 5), 2), ((2, 3, 2), 3), ((4,), -1), ((3, 2), 1)]:
        yield "Power", {"exponent": exponent}, {"x": draw(shape)}, f"torch.pow(x, exponent={exponent})"
    yield "Power", {"exponent": 0.5}, {"x": draw((2, 3)).abs() + 0.1}, "torch.pow(x, exponent=0.5)"

    for low, high in [(-0.5, 1), (0, None), (None, 0.25), (-1.5, 1.5)]:
        yield "Clamp", {"min": low, "max": high}, {"x": draw((2, 6))}, f"torch.clamp(x, min={low}, max={high})"
    # A number that is the limit passes its gradient on.
    yield "Clamp", {"min": 0, "max": None}, {"x": draw((2, 6)).round()}, "torch.clamp(x, min=0, max=None)"

    for kind, name in [("Mean", "mean"), ("Sum", "sum"), ("Max", "max"), ("ArgMax", "argmax")]:
        for shape, dim, keep in [((1, 4), -1, False), ((2, 3, 2), 1, True), ((2, 3), 0, False), ((2, 3), None, False)]:
            stated = f", dim={dim}{', keepdim=True' if keep else ''}" if dim is not None else ""
            yield kind, {"dim": dim, "keepdim": keep}, {"x": draw(shape)}, f"torch.{name}(x{stated})"
    # Of equals the first gets the gradient.
    yield "Max", {"dim": 1, "keepdim": False}, {"x": draw((3, 5)).round()}, "torch.max(x, dim=1)"

    for a, b, dim, eps in [((1, 4), (1, 4), 1, 1e-8), ((2, 3, 4), (3, 4), -1, 1e-8), ((3, 2), (3, 2), 0, 0.1),
                           ((2, 3), (1, 3), 1, 1e-8)]:
        attributes = {"dim": dim, "eps": eps}
        yield "CosineSimilarity", attributes, {"x1": draw(a), "x2": draw(b)}, module("CosineSimilarity", **attributes)

    for shape, value in [((1,), "1.0"), ((2, 3), "-0.5"), ((1, 2, 2), "0.0")]:
        sizes = f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"
        yield "Constant", {"shape": shape, "value": float(value)}, {}, f"torch.full({sizes}, {value})"

    for shape, init in [((1, 3), "zeros"), ((2, 2), "ones"), ((3,), "randn")]:
        yield "Parameter", {"shape": shape, "init": init}, {}, parameter(shape, init)


def parameter(shape, init):
    return f"nn.Parameter(torch.{init}({', '.join(map(str, shape))}))"


def initial():
    yield "Parameter", {"shape": [20, 10], "init": "randn"}, [], parameter((20, 10), "randn")
