from draw import draw, module


def padded(shape, pad, mode, value=0):
    stated = [f"mode='{mode}'"] * (mode != "constant") + [f"value={value}"] * (value != 0)
    code = f"nn.functional.pad(x, {', '.join([repr(pad), *stated])})"
    return "Pad", {"pad": pad, "mode": mode, "value": value}, {"x": draw(shape)}, code


def cases():
    for shape, start, end in [((1, 4, 3), 1, -1), ((2, 3, 4, 2), 1, 2), ((2, 3), 0, -1), ((2, 2, 3), -2, -1),
                              ((2, 3), 1, 1), ((2, 2, 2, 2), 0, 1)]:
        attributes = {"start_dim": start, "end_dim": end}
        yield "Flatten", attributes, {"x": draw(shape)}, module("Flatten", **attributes)

    for shapes, dim in [([(1, 2), (1, 3)], -1), ([(2, 3, 1), (2, 1, 1), (2, 2, 1)], 1), ([(1, 2), (3, 2)], 0),
                        ([(2,), (1,), (3,), (1,)], -1), ([(1, 2, 2), (1, 2, 3)], 2)]:
        inputs = {f"x{at + 1}": draw(shape) for at, shape in enumerate(shapes)}
        yield "Concat", {"tensors": len(shapes), "dim": dim}, inputs, f"torch.cat(({', '.join(inputs)}), dim={dim})"

    for shape, dim, sizes in [((1, 12), 1, (3, -1)), ((2, 6, 2), -2, (2, 3)), ((2, 4), 1, (2, 1, 2)), ((6, 2), 0, (-1, 3))]:
        attributes = {"dim": dim, "unflattened_size": sizes}
        yield "Unflatten", attributes, {"x": draw(shape)}, f"nn.Unflatten({dim}, {sizes})"

    for shape, target in [((2, 6), (3, -1)), ((2, 3, 4), (4, 6)), ((4,), (-1,)), ((2, 3), (1, 3, 2, 1))]:
        yield "Reshape", {"shape": target}, {"x": draw(shape)}, f"torch.reshape(x, {target})"

    for shape, dims in [((2, 3, 4), (0, 2, 1)), ((1, 2, 3, 2), (0, -1, 1, 2)), ((2, 3), (1, 0)), ((4,), (0,))]:
        yield "Permute", {"dims": dims}, {"x": draw(shape)}, f"torch.permute(x, {dims})"

    for shape, one, other in [((2, 3), -2, -1), ((2, 3, 4), 0, 2), ((1, 2, 3), 1, 1), ((2, 3, 2, 2), -1, 1)]:
        yield "Transpose", {"dim0": one, "dim1": other}, {"x": draw(shape)}, f"torch.transpose(x, {one}, {other})"

    for shape, dim in [((2, 1, 3), 1), ((2, 3, 1), -1), ((2, 3), 0), ((1, 2, 1, 3), None)]:
        code = "torch.squeeze(x)" if dim is None else f"torch.squeeze(x, dim={dim})"
        yield "Squeeze", {"dim": dim}, {"x": draw(shape)}, code

    for shape, dim in [((2, 3), 1), ((2, 3, 2), -1), ((4,), 0), ((2, 2), -3)]:
        yield "Unsqueeze", {"dim": dim}, {"x": draw(shape)}, f"torch.unsqueeze(x, dim={dim})"

    for shape, dim, start, end, step, code in [
        ((2, 5), 1, 1, 4, 1, "x[:, 1:4]"), ((2, 3, 6), -1, -5, None, 2, "x[..., -5::2]"),
        ((4, 2), 0, 0, 3, 2, "x[0:3:2]"), ((2, 4, 2), -2, 1, -1, 1, "x[..., 1:-1, :]"),
    ]:
        attributes = {"dim": dim, "start": start, "end": end, "step": step}
        yield "Slice", attributes, {"x": draw(shape)}, code

    for shape, chunks, dim in [((2, 6), 3, 1), ((2, 3, 5), 2, -1), ((5,), 4, 0), ((2, 4), 2, 1), ((2, 3), 1, 1)]:
        code = f"torch.chunk(x, {chunks}, dim={dim})"
        yield "Chunk", {"chunks": chunks, "dim": dim}, {"x": draw(shape)}, code

    for shape, sizes, dim in [((2, 6), (2, 1, 3), 1), ((2, 3, 5), (4, 1), -1), ((5,), (4, 1), 0), ((2, 4), (4,), 1)]:
        yield "Split", {"split_size": sizes, "dim": dim}, {"x": draw(shape)}, f"torch.split(x, {sizes}, dim={dim})"

    for shape, count, dim in [((1, 2), 2, 1), ((2, 3), 3, -1), ((3,), 2, 0), ((2, 2), 2, 2)]:
        inputs = {f"x{at + 1}": draw(shape) for at in range(count)}
        yield "Stack", {"tensors": count, "dim": dim}, inputs, f"torch.stack(({', '.join(inputs)}), dim={dim})"

    for shape, pad, mode, value in [
        ((1, 2, 2, 3), (1, 1, 1, 1), "constant", 0), ((2, 3), (2, 0), "constant", -1.5),
        ((2, 2, 2), (0, 1, 2, 0, 1, 1), "constant", 3), ((1, 2, 3, 4), (3, 1, 0, 2), "reflect", 0),
        ((2, 3), (2, 1), "reflect", 0), ((2, 2, 2, 3), (1, 2, 1, 0, 0, 1), "reflect", 0),
        ((1, 1, 2, 2), (3, 0, 1, 2), "replicate", 0), ((2, 1, 1), (2, 3), "replicate", 0),
        ((1, 1, 2, 1, 2), (1, 1, 2, 0, 0, 3), "replicate", 0), ((1, 3), (0, 0), "constant", 2),
    ]:
        yield padded(shape, pad, mode, value)

    for shape, scale, more in [
        ((1, 2, 2, 3), 2, {}), ((2, 1, 2, 2), (1, 3), {}), ((1, 1, 1, 1), 3, {}),
        ((1, 2, 3, 2), 2, {"mode": "bilinear"}), ((1, 1, 2, 3), (3, 1), {"mode": "bilinear"}),
        ((1, 1, 2, 3), (3, 2), {"mode": "bilinear", "align_corners": True}),
        ((1, 2, 1, 2), 4, {"mode": "bilinear", "align_corners": True}), ((1, 1, 1, 3), 5, {"mode": "bilinear"}),
    ]:
        code = module("Upsample", scale_factor=scale, **more)
        yield "Upsample", {"scale_factor": scale, **more}, {"x": draw(shape)}, code

    for shape, factor in [((1, 4, 2, 3), 2), ((2, 9, 1, 2), 3), ((1, 8, 2, 2), 2), ((1, 2, 2, 2), 1)]:
        yield "PixelShuffle", {"upscale_factor": factor}, {"x": draw(shape)}, module("PixelShuffle", factor)

    for shape, pad in [((1, 2, 3), (1, 3)), ((1, 2, 3, 2), (2, 0, 1, 3)), ((1, 1, 2, 2, 3), (1, 2, 0, 1, 2, 0)),
                       ((1, 2, 2), (0, 0))]:
        yield padded(shape, pad, "circular")
