from draw import draw, module


def cases():
    for shape, start, end in [((1, 4, 3), 1, -1), ((2, 3, 4, 2), 1, 2), ((2, 3), 0, -1), ((2, 2, 3), -2, -1),
                              ((2, 3), 1, 1), ((2, 2, 2, 2), 0, 1)]:
        attributes = {"start_dim": start, "end_dim": end}
        yield "Flatten", attributes, {"x": draw(shape)}, module("Flatten", **attributes)

    for shapes, dim in [([(1, 2), (1, 3)], -1), ([(2, 3, 1), (2, 1, 1), (2, 2, 1)], 1), ([(1, 2), (3, 2)], 0),
                        ([(2,), (1,), (3,), (1,)], -1), ([(1, 2, 2), (1, 2, 3)], 2)]:
        inputs = {f"x{at + 1}": draw(shape) for at, shape in enumerate(shapes)}
        yield "Concat", {"tensors": len(shapes), "dim": dim}, inputs, f"torch.cat(({', '.join(inputs)}), dim={dim})"
