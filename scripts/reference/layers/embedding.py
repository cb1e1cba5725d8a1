import torch

from draw import module


def rows(shape, below):
    return torch.randint(below, shape).float()


def cases():
    # Fewer rows than numbers: some are looked up again and again, others never.
    for shape, count, length, padding in [((2, 3), 5, 4, None), ((7,), 3, 2, 1), ((1, 2, 4), 4, 1, 0),
                                          ((3, 2), 12, 3, None), ((2, 5), 3, 2, 2)]:
        attributes = {"num_embeddings": count, "embedding_dim": length, "padding_idx": padding}
        code = module("Embedding", count, length, padding_idx=padding)
        yield "Embedding", attributes, {"x": rows(shape, count)}, code, "self(x.long())"

    for shape, count, length, mode in [((2, 3), 5, 4, "mean"), ((1, 6), 3, 2, "sum"), ((3, 1), 2, 3, "mean"),
                                       ((2, 4), 3, 1, "sum"), ((2, 8), 4, 2, "mean")]:
        attributes = {"num_embeddings": count, "embedding_dim": length, "mode": mode}
        code = module("EmbeddingBag", count, length, mode=mode)
        yield "EmbeddingBag", attributes, {"x": rows(shape, count)}, code, "self(x.long())"


def initial():
    for kind in ("EmbeddingBag", "Embedding"):
        yield kind, {"num_embeddings": 40, "embedding_dim": 25}, [[1, 2]], f"nn.{kind}(40, 25)"
