from draw import draw, module


def cases():
    for shape, out, kernel, stride, padding, dilation, groups, bias in [
        ((1, 1, 4, 4), 2, 3, 1, 0, 1, 1, True), ((2, 2, 5, 4), 2, 3, 2, 1, 1, 1, False),
        ((1, 1, 7, 8), 1, 2, 3, 1, 2, 1, True), ((1, 4, 3, 3), 2, 2, 1, 0, 1, 2, True),
        ((2, 2, 4, 4), 2, 3, 2, 1, 1, 2, True), ((1, 2, 1, 1), 3, 1, 1, 0, 1, 1, True),
    ]:
        more = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups, "bias": bias}
        attributes = {"in_channels": shape[1], "out_channels": out, "kernel_size": kernel, **more}
        yield "Conv2d", attributes, {"x": draw(shape)}, module("Conv2d", shape[1], out, kernel, **more)


def initial():
    for channels, kernel, groups in [(1, 3, 1), (4, 2, 1), (4, 2, 2)]:
        attributes = {"out_channels": 40, "kernel_size": kernel, "groups": groups}
        code = module("Conv2d", channels, 40, kernel, groups=groups)
        yield "Conv2d", attributes, [[1, channels, kernel, kernel]], code
