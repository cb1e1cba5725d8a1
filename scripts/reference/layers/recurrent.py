from draw import draw

DEFAULTS = {"num_layers": 1, "nonlinearity": "tanh", "bias": True, "batch_first": False, "bidirectional": False}
PICKED = {"output": "[0]", "h_n": "[1]"}


def written(kind, features, hidden, more):
    stated = [f"{name}={value!r}" for name, value in more.items() if DEFAULTS[name] != value]
    return f"nn.{kind}({', '.join([str(features), str(hidden), *stated])})"


def called(kind, result, batch_first, given="x"):
    if result == "last":
        return f"self({given})[0][{':, ' if batch_first else ''}-1]"
    ends = {"h_n": "[1][0]", "c_n": "[1][1]"} if kind == "LSTM" else {}
    return f"self({given}){ends.get(result) or PICKED[result]}"


def cases():
    for kind in ("RNN", "LSTM", "GRU"):
        for shape, hidden, layers, bias, batch_first, both, result in [
            ((2, 3, 2), 3, 1, True, True, False, "output"), ((3, 2, 2), 2, 1, False, False, False, "output"),
            ((1, 3, 2), 2, 2, True, True, True, "output"), ((2, 4, 1), 2, 1, True, True, True, "last"),
            ((2, 2, 2), 2, 2, True, False, False, "h_n"), ((2, 1, 3), 2, 1, True, True, False, "last"),
            ((1, 2, 2), 1, 2, False, True, True, "h_n"),
        ]:
            ways = {"bias": bias, "batch_first": batch_first, "bidirectional": both}
            nonlinearity = {"nonlinearity": "relu" if layers == 2 else "tanh"} if kind == "RNN" else {}
            more = {"num_layers": layers, **nonlinearity, **ways}
            results = [result, "c_n"] if kind == "LSTM" and result == "h_n" else [result]
            for each in results:
                attributes = {"input_size": shape[2], "hidden_size": hidden, **more, "result": each}
                code = written(kind, shape[2], hidden, more)
                yield kind, attributes, {"x": draw(shape)}, code, called(kind, each, batch_first)

    yield from started()


def started():
    """Every result, from states that come in. Numbers are small: where a tanh is nearly flat, gradients are rounding."""
    for kind in ("RNN", "LSTM", "GRU"):
        states, given = (("h_0", "c_0"), "x, (h_0, c_0)") if kind == "LSTM" else (("h_0",), "x, h_0")
        for shape, hidden, layers, bias, batch_first, both in [
            ((2, 3, 2), 3, 1, True, True, False), ((2, 2, 1), 2, 2, False, False, True),
            ((1, 2, 2), 2, 2, True, True, True),
        ]:
            more = {"num_layers": layers, "bias": bias, "batch_first": batch_first, "bidirectional": both}
            state = (layers * (1 + both), shape[0 if batch_first else 1], hidden)
            for result in ("output", "last", "h_n", *(["c_n"] if kind == "LSTM" else [])):
                attributes = {"input_size": shape[2], "hidden_size": hidden, **more, "initial_state": True, "result": result}
                inputs = {"x": draw(shape, 1), **{name: draw(state, 1) for name in states}}
                code = written(kind, shape[2], hidden, more)
                yield kind, attributes, inputs, code, called(kind, result, batch_first, given)


def initial():
    for kind in ("RNN", "LSTM", "GRU"):
        yield kind, {"hidden_size": 16}, [[1, 1, 5]], f"nn.{kind}(5, 16)"
