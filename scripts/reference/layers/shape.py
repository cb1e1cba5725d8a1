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

    for shape, pad, mode, value in [
        ((1, 2, 2, 3), (1, 1, 1, 1), "constant", 0), ((2, 3), (2, 0), "constant", -1.5),
        ((2, 2, 2), (0, 1, 2, 0, 1, 1), "constant", 3), ((1, 2, 3, 4), (3, 1, 0, 2), "reflect", 0),
        ((2, 3), (2, 1), "reflect", 0), ((2, 2, 2, 3), (1, 2, 1, 0, 0, 1), "reflect", 0),
        ((1, 1, 2, 2), (3, 0, 1, 2), "replicate", 0), ((2, 1, 1), (2, 3), "replicate", 0),
        ((1, 1, 2, 1, 2), (1, 1, 2, 0, 0, 3), "replicate", 0), ((1, 3), (0, 0), "constant", 2),
    ]:
        stated = [f"mode='{mode}'"] * (mode != "constant") + [f"value={value}"] * (value != 0)
        code = f"nn.functional.pad(x, {', '.join([repr(pad), *stated])})"
        yield "Pad", {"pad": pad, "mode": mode, "value": value}, {"x": draw(shape)}, code

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
