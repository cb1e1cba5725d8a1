from torch import nn

from draw import draw, module


def sequences(batch, places, length, batch_first):
    return draw((batch, places, length) if batch_first else (places, batch, length))


def cases():
    for shapes, causal in [([(1, 2, 3), (1, 4, 3), (1, 4, 2)], False), ([(2, 3, 2)] * 3, True), ([(2, 2)] * 3, False),
                           ([(1, 2, 2, 4), (1, 2, 3, 4), (1, 2, 3, 1)], False), ([(2, 4, 1)] * 3, True)]:
        inputs = {port: draw(shape) for port, shape in zip(("query", "key", "value"), shapes)}
        code = f"nn.functional.scaled_dot_product_attention(query, key, value{', is_causal=True' if causal else ''})"
        yield "ScaledDotProductAttention", {"is_causal": causal}, inputs, code

    for batch, targets, sources, length, heads, bias, batch_first in [
        (2, 3, 3, 4, 2, True, True), (1, 2, 3, 2, 1, False, False), (2, 2, 1, 3, 3, True, False),
        (1, 4, 2, 4, 1, False, True), (1, 1, 3, 6, 2, True, True),
    ]:
        inputs = {"query": sequences(batch, targets, length, batch_first),
                  "key": sequences(batch, sources, length, batch_first),
                  "value": sequences(batch, sources, length, batch_first)}
        more = {"bias": bias, "batch_first": batch_first}
        attributes = {"embed_dim": length, "num_heads": heads, **more}
        code = module("MultiheadAttention", length, heads, **more)
        yield "MultiheadAttention", attributes, inputs, code, "self(query, key, value)[0]"

    for batch, places, length, batch_first in [(2, 3, 4, True), (1, 5, 3, False), (1, 1, 2, True), (2, 2, 6, False)]:
        place = f"torch.arange(x.size({1 if batch_first else 0}))[:, None{'' if batch_first else ', None'}]"
        angle = (f"{place} / 10000 ** (torch.arange(x.size(2)) // 2 * 2 / x.size(2))"
                 " + torch.arange(x.size(2)) % 2 * torch.pi / 2")
        x = sequences(batch, places, length, batch_first)
        yield "PositionalEncoding", {"batch_first": batch_first}, {"x": x}, f"x + torch.sin({angle})"

    for batch, places, length, heads, between, activation, batch_first, norm_first, causal in [
        (2, 2, 4, 2, 3, "relu", True, False, False), (1, 3, 4, 1, 2, "gelu", False, True, True),
        (1, 3, 4, 4, 2, "gelu", True, False, True), (2, 2, 4, 2, 4, "relu", True, True, False),
    ]:
        yield transformer("TransformerEncoderLayer", {"src": (batch, places)}, length, heads, between, activation,
                          batch_first, norm_first, causal, "src_mask")

    for batch, targets, sources, length, heads, between, activation, batch_first, norm_first, causal in [
        (1, 2, 2, 4, 2, 2, "relu", True, False, True), (1, 2, 3, 4, 1, 2, "gelu", False, True, False),
        (2, 3, 1, 4, 2, 3, "relu", True, True, True), (2, 1, 2, 4, 1, 2, "gelu", False, False, False),
    ]:
        yield transformer("TransformerDecoderLayer", {"tgt": (batch, targets), "memory": (batch, sources)}, length,
                          heads, between, activation, batch_first, norm_first, causal, "tgt_mask")


def transformer(kind, sizes, length, heads, between, activation, batch_first, norm_first, causal, mask):
    """Nothing is dropped: which numbers PyTorch drops inside cannot be told from outside. Rows have four numbers: a norm
    of two leaves their signs, and gradients that are nothing but rounding."""
    inputs = {port: sequences(*size, length, batch_first) for port, size in sizes.items()}
    more = {"dim_feedforward": between, "dropout": 0.0, "activation": activation, "layer_norm_eps": 1e-5,
            "batch_first": batch_first, "norm_first": norm_first}
    attributes = {"d_model": length, "nhead": heads, **more, "is_causal": causal}
    places = f"{next(iter(inputs))}.size({1 if batch_first else 0})"
    hidden = f", {mask}=nn.Transformer.generate_square_subsequent_mask({places})" if causal else ""
    stated = module(kind, length, heads, **{**more, "activation": nn.functional.relu if activation == "relu" else activation})
    return kind, attributes, inputs, stated, f"self({', '.join(inputs)}{hidden})"


def initial():
    yield ("MultiheadAttention", {"num_heads": 2}, [[1, 3, 12]] * 3, "nn.MultiheadAttention(12, 2)")
    more = {"nhead": 2, "dim_feedforward": 24}
    code = "(12, 2, dim_feedforward=24)"
    yield "TransformerEncoderLayer", more, [[1, 3, 12]], f"nn.TransformerEncoderLayer{code}"
    yield "TransformerDecoderLayer", more, [[1, 3, 12]] * 2, f"nn.TransformerDecoderLayer{code}"
