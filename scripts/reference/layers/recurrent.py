from draw import draw

KINDS = ("RNN", "LSTM", "GRU")
DEFAULTS = {"num_layers": 1, "nonlinearity": "tanh", "bias": True, "batch_first": False, "dropout": 0,
            "bidirectional": False}


def written(kind, features, hidden, more):
    stated = [f"{name}={value!r}" for name, value in more.items() if DEFAULTS[name] != value]
    return f"nn.{kind}({', '.join([str(features), str(hidden), *stated])})"


def case(kind, inputs, hidden, more, **state):
    features = inputs["x"].shape[2]
    attributes = {"input_size": features, "hidden_size": hidden, **more, **state}
    call = f"self({'x, (h_0, c_0)' if 'c_0' in inputs else ', '.join(inputs)})"
    return kind, attributes, inputs, written(kind, features, hidden, more), call


def cases():
    for kind in KINDS:
        for shape, hidden, layers, bias, batch_first, both in [
            ((2, 3, 2), 3, 1, True, True, False), ((3, 2, 2), 2, 1, False, False, False),
            ((1, 3, 2), 2, 2, True, True, True), ((2, 4, 1), 2, 1, True, True, True),
            ((2, 2, 2), 2, 2, True, False, False), ((2, 1, 3), 2, 1, True, True, False),
            ((1, 2, 2), 1, 2, False, True, True),
        ]:
            ways = {"bias": bias, "batch_first": batch_first, "bidirectional": both}
            nonlinearity = {"nonlinearity": "relu" if layers == 2 else "tanh"} if kind == "RNN" else {}
            more = {"num_layers": layers, **nonlinearity, **ways}
            yield case(kind, {"x": draw(shape)}, hidden, more)
    yield from started()
    yield from dropped()


def started():
    """From states that come in. Numbers are small: where a tanh is flat, gradients are all rounding."""
    for kind in KINDS:
        for shape, hidden, layers, bias, batch_first, both in [
            ((2, 3, 2), 3, 1, True, True, False), ((2, 2, 1), 2, 2, False, False, True),
            ((1, 2, 2), 2, 2, True, True, True),
        ]:
            more = {"num_layers": layers, "bias": bias, "batch_first": batch_first, "bidirectional": both}
            states = ("h_0", "c_0") if kind == "LSTM" else ("h_0",)
            state = (layers * (1 + both), shape[0 if batch_first else 1], hidden)
            inputs = {"x": draw(shape, 1), **{name: draw(state, 1) for name in states}}
            yield case(kind, inputs, hidden, more, initial_state=True)


def dropped():
    """What is between two layers; of one layer alone PyTorch drops nothing, and warns."""
    for kind in KINDS:
        for shape, hidden, layers, batch_first, dropout, both in [
            ((1, 3, 2), 2, 2, True, 0.5, True), ((3, 2, 2), 3, 2, False, 0.25, False),
            ((2, 2, 2), 2, 2, True, 1, False), ((1, 3, 2), 2, 1, True, 0.5, True),
        ]:
            more = {"num_layers": layers, "batch_first": batch_first, "dropout": dropout, "bidirectional": both}
            yield case(kind, {"x": draw(shape, 1)}, hidden, more)


def initial():
    for kind in KINDS:
        yield kind, {"hidden_size": 16}, [[1, 1, 5]], f"nn.{kind}(5, 16)"
