from draw import draw

DEFAULTS = {"num_layers": 1, "nonlinearity": "tanh", "bias": True, "batch_first": False, "bidirectional": False}
PICKED = {"output": "[0]", "h_n": "[1]"}


def written(kind, features, hidden, more):
    stated = [f"{name}={value!r}" for name, value in more.items() if DEFAULTS[name] != value]
    return f"nn.{kind}({', '.join([str(features), str(hidden), *stated])})"


def called(kind, result, batch_first):
    if result == "last":
        return f"self(x)[0][{':, ' if batch_first else ''}-1]"
    ends = {"h_n": "[1][0]", "c_n": "[1][1]"} if kind == "LSTM" else {}
    return f"self(x){ends.get(result) or PICKED[result]}"


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


def initial():
    for kind in ("RNN", "LSTM", "GRU"):
        yield kind, {"hidden_size": 16}, [[1, 1, 5]], f"nn.{kind}(5, 16)"
