from draw import draw

KINDS = ("RNN", "LSTM", "GRU")
DEFAULTS = {"num_layers": 1, "nonlinearity": "tanh", "bias": True, "batch_first": False, "dropout": 0,
            "bidirectional": False}
PICKED = {"output": "[0]", "h_n": "[1]"}


def written(kind, features, hidden, more):
    stated = [f"{name}={value!r}" for name, value in more.items() if DEFAULTS[name] != value]
    return f"nn.{kind}({', '.join([str(features), str(hidden), *stated])})"


def called(kind, result, batch_first, given):
    if result == "last":
        return f"self({given})[0][{':, ' if batch_first else ''}-1]"
    ends = {"h_n": "[1][0]", "c_n": "[1][1]"} if kind == "LSTM" else {}
    return f"self({given}){ends.get(result) or PICKED[result]}"


def case(kind, inputs, hidden, more, result, **state):
    features = inputs["x"].shape[2]
    attributes = {"input_size": features, "hidden_size": hidden, **more, **state, "result": result}
    call = called(kind, result, more["batch_first"], "x, (h_0, c_0)" if "c_0" in inputs else ", ".join(inputs))
    return kind, attributes, inputs, written(kind, features, hidden, more), call


def cases():
    for kind in KINDS:
        for shape, hidden, layers, bias, batch_first, both, result in [
            ((2, 3, 2), 3, 1, True, True, False, "output"), ((3, 2, 2), 2, 1, False, False, False, "output"),
            ((1, 3, 2), 2, 2, True, True, True, "output"), ((2, 4, 1), 2, 1, True, True, True, "last"),
            ((2, 2, 2), 2, 2, True, False, False, "h_n"), ((2, 1, 3), 2, 1, True, True, False, "last"),
            ((1, 2, 2), 1, 2, False, True, True, "h_n"),
        ]:
            ways = {"bias": bias, "batch_first": batch_first, "bidirectional": both}
            nonlinearity = {"nonlinearity": "relu" if layers == 2 else "tanh"} if kind == "RNN" else {}
            more = {"num_layers": layers, **nonlinearity, **ways}
            for each in [result, "c_n"] if kind == "LSTM" and result == "h_n" else [result]:
                yield case(kind, {"x": draw(shape)}, hidden, more, each)
    yield from started()
    yield from dropped()


def started():
    """Every result, from states that come in. Numbers are small: where a tanh is flat, gradients are all rounding."""
    for kind in KINDS:
        for shape, hidden, layers, bias, batch_first, both in [
            ((2, 3, 2), 3, 1, True, True, False), ((2, 2, 1), 2, 2, False, False, True),
            ((1, 2, 2), 2, 2, True, True, True),
        ]:
            more = {"num_layers": layers, "bias": bias, "batch_first": batch_first, "bidirectional": both}
            states = ("h_0", "c_0") if kind == "LSTM" else ("h_0",)
            state = (layers * (1 + both), shape[0 if batch_first else 1], hidden)
            for result in ("output", "last", "h_n", *(["c_n"] if kind == "LSTM" else [])):
                inputs = {"x": draw(shape, 1), **{name: draw(state, 1) for name in states}}
                yield case(kind, inputs, hidden, more, result, initial_state=True)


def dropped():
    """What is between two layers; of one layer alone PyTorch drops nothing, and warns."""
    for kind in KINDS:
        for shape, hidden, layers, batch_first, dropout, both, result in [
            ((1, 3, 2), 2, 2, True, 0.5, True, "output"), ((3, 2, 2), 3, 2, False, 0.25, False, "h_n"),
            ((2, 2, 2), 2, 2, True, 1, False, "h_n"), ((1, 3, 2), 2, 1, True, 0.5, True, "output"),
        ]:
            more = {"num_layers": layers, "batch_first": batch_first, "dropout": dropout, "bidirectional": both}
            yield case(kind, {"x": draw(shape, 1)}, hidden, more, result)


def initial():
    for kind in KINDS:
        yield kind, {"hidden_size": 16}, [[1, 1, 5]], f"nn.{kind}(5, 16)"
