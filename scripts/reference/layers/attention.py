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

    for shapes in [[(2, 3, 4)] * 3 + [(3, 3)], [(1, 2, 2, 3), (1, 2, 3, 3), (1, 2, 3, 1), (2, 1, 3)]]:
        inputs = {port: draw(shape) for port, shape in zip(("query", "key", "value", "attn_mask"), shapes)}
        code = "nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=attn_mask)"
        yield "ScaledDotProductAttention", {"mask": True}, inputs, code

    for batch, targets, sources, length, heads, bias, batch_first, causal, mask in [
        (2, 3, 3, 4, 2, True, True, False, False), (1, 2, 3, 2, 1, False, False, False, False),
        (2, 2, 1, 3, 3, True, False, False, False), (1, 4, 2, 4, 1, False, True, False, False),
        (1, 1, 3, 6, 2, True, True, False, False), (2, 3, 3, 4, 2, True, True, True, False),
        (2, 2, 3, 4, 2, True, False, False, True), (1, 3, 3, 4, 1, False, False, True, True),
    ]:
        inputs = {"query": sequences(batch, targets, length, batch_first),
                  "key": sequences(batch, sources, length, batch_first),
                  "value": sequences(batch, sources, length, batch_first)}
        more = {"bias": bias, "batch_first": batch_first}
        given = {"attn_mask": draw((targets, sources))} if mask else {}
        attributes = {"embed_dim": length, "num_heads": heads, **more, "is_causal": causal, "mask": mask}
        code = module("MultiheadAttention", length, heads, **more)
        places = f"query.size({1 if batch_first else 0})"
        told = f"query, key, value{masks('attn_mask', mask, causal, places)}"
        yield "MultiheadAttention", attributes, {**inputs, **given}, code, f"self({told}, need_weights=False)[0]"
        for averaged in (True, False):
            call = f"self({told}{'' if averaged else ', average_attn_weights=False'})"
            asked = {"need_weights": True, "average_attn_weights": averaged}
            yield "MultiheadAttention", {**attributes, **asked}, {**inputs, **given}, code, call

    for batch, places, length, batch_first in [(2, 3, 4, True), (1, 5, 3, False), (1, 1, 2, True), (2, 2, 6, False)]:
        place = f"torch.arange(x.size({1 if batch_first else 0}))[:, None{'' if batch_first else ', None'}]"
        angle = (f"{place} / 10000 ** (torch.arange(x.size(2)) // 2 * 2 / x.size(2))"
                 " + torch.arange(x.size(2)) % 2 * torch.pi / 2")
        x = sequences(batch, places, length, batch_first)
        yield "PositionalEncoding", {"batch_first": batch_first}, {"x": x}, f"x + torch.sin({angle})"

    for batch, places, length, heads, between, activation, batch_first, norm_first, causal, mask in [
        (2, 2, 4, 2, 3, "relu", True, False, False, False), (1, 3, 4, 1, 2, "gelu", False, True, True, False),
        (1, 3, 4, 4, 2, "gelu", True, False, True, False), (2, 2, 4, 2, 4, "relu", True, True, False, False),
        (2, 3, 4, 2, 3, "relu", True, False, False, True), (1, 3, 4, 1, 2, "gelu", False, True, True, True),
    ]:
        yield transformer("TransformerEncoderLayer", {"src": (batch, places)}, length, heads, between, activation,
                          batch_first, norm_first, causal, mask, "src_mask")

    for batch, targets, sources, length, heads, between, activation, batch_first, norm_first, causal, mask in [
        (1, 2, 2, 4, 2, 2, "relu", True, False, True, False), (1, 2, 3, 4, 1, 2, "gelu", False, True, False, False),
        (2, 3, 1, 4, 2, 3, "relu", True, True, True, False), (2, 1, 2, 4, 1, 2, "gelu", False, False, False, False),
        (2, 3, 2, 4, 2, 3, "relu", False, False, False, True), (1, 3, 2, 4, 1, 2, "gelu", True, True, True, True),
    ]:
        yield transformer("TransformerDecoderLayer", {"tgt": (batch, targets), "memory": (batch, sources)}, length,
                          heads, between, activation, batch_first, norm_first, causal, mask, "tgt_mask")

    for shape in [(3, 3), (2, 2, 4), (1, 2, 4, 3), (1, 1)]:
        code = "x.masked_fill(torch.ones_like(x).triu(1).bool(), -1e9)"
        yield "CausalMask", {}, {"x": draw(shape)}, code


def masks(name, mask, causal, places):
    """The argument for a mask that is given, one of no later places, or both."""
    causal = [f"nn.Transformer.generate_square_subsequent_mask({places})"] if causal else []
    terms = ([name] if mask else []) + causal
    return f", {name}={' + '.join(terms)}" if terms else ""


def transformer(kind, sizes, length, heads, between, activation, batch_first, norm_first, causal, mask, name):
    """Nothing is dropped: which numbers PyTorch drops inside cannot be told from outside. Rows have four numbers: a norm
    of two leaves their signs, and gradients that are nothing but rounding."""
    inputs = {port: sequences(*size, length, batch_first) for port, size in sizes.items()}
    more = {"dim_feedforward": between, "dropout": 0.0, "activation": activation, "layer_norm_eps": 1e-5,
            "batch_first": batch_first, "norm_first": norm_first}
    attributes = {"d_model": length, "nhead": heads, **more, "is_causal": causal, "mask": mask}
    first, (_, targets) = next(iter(sizes.items()))
    call = f"self({', '.join(inputs)}{masks(name, mask, causal, f'{first}.size({1 if batch_first else 0})')})"
    given = {name: draw((targets, targets))} if mask else {}
    stated = module(kind, length, heads, **{**more, "activation": nn.functional.relu if activation == "relu" else activation})
    return kind, attributes, {**inputs, **given}, stated, call


def initial():
    yield ("MultiheadAttention", {"num_heads": 2}, [[1, 3, 12]] * 3, "nn.MultiheadAttention(12, 2)")
    more = {"nhead": 2, "dim_feedforward": 24}
    code = "(12, 2, dim_feedforward=24)"
    yield "TransformerEncoderLayer", more, [[1, 3, 12]], f"nn.TransformerEncoderLayer{code}"
    yield "TransformerDecoderLayer", more, [[1, 3, 12]] * 2, f"nn.TransformerDecoderLayer{code}"
