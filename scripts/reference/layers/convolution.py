from draw import draw, module


def case(kind, shape, out, kernel, **more):
    given = {"in_channels": shape[1], "out_channels": out, "kernel_size": kernel}
    attributes = {**given, "groups": 1, "bias": True, **more}
    return kind, attributes, {"x": draw(shape)}, module(kind, shape[1], out, kernel, **more)


def plain():
    for shape, out, kernel, stride, padding, dilation, groups, bias in [
        ((1, 1, 4, 4), 2, 3, 1, 0, 1, 1, True), ((2, 2, 5, 4), 2, 3, 2, 1, 1, 1, False),
        ((1, 1, 7, 8), 1, 2, 3, 1, 2, 1, True), ((1, 4, 3, 3), 2, 2, 1, 0, 1, 2, True),
        ((2, 2, 4, 4), 2, 3, 2, 1, 1, 2, True), ((1, 2, 1, 1), 3, 1, 1, 0, 1, 1, True),
    ]:
        more = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups, "bias": bias}
        yield case("Conv2d", shape, out, kernel, **more)


def cases():
    yield from plain()

    for shape, out, kernel, more in [
        ((1, 1, 5, 4), 2, (2, 3), {}),
        ((1, 2, 5, 6), 1, (3, 2), {"stride": (2, 1), "padding": (0, 2), "dilation": (1, 2)}),
        ((2, 1, 4, 5), 2, 3, {"padding": "same"}),
        ((1, 2, 4, 5), 2, (2, 4), {"padding": "same", "dilation": (3, 1), "groups": 2, "bias": False}),
        ((1, 1, 4, 3), 2, 3, {"padding": (3, 2), "padding_mode": "reflect"}),
        ((1, 2, 3, 2), 1, 3, {"stride": 2, "padding": (2, 3), "padding_mode": "replicate"}),
        ((1, 1, 3, 4), 1, (4, 3), {"padding": "same", "padding_mode": "reflect"}),
        ((1, 1, 2, 3), 2, 4, {"padding": "same", "dilation": 2, "padding_mode": "replicate"}),
        ((1, 1, 4, 4), 1, 2, {"padding_mode": "reflect"}),
    ]:
        yield case("Conv2d", shape, out, kernel, **more)

    for shape, out, kernel, more in [
        ((1, 1, 6), 2, 3, {}),
        ((2, 2, 7), 3, 2, {"stride": 2, "padding": 1, "bias": False}),
        ((1, 4, 8), 2, 3, {"padding": 2, "dilation": 3, "groups": 2}),
        ((2, 1, 5), 2, 4, {"padding": "same"}),
        ((1, 2, 5), 2, 3, {"stride": 2, "padding": 4, "padding_mode": "reflect"}),
        ((1, 1, 2), 1, 2, {"padding": 3, "dilation": 2, "padding_mode": "replicate"}),
        ((1, 2, 6), 2, 4, {"padding": "same", "dilation": 3, "groups": 2, "padding_mode": "reflect"}),
    ]:
        yield case("Conv1d", shape, out, kernel, **more)

    for shape, out, kernel, more in [
        ((1, 1, 2, 3, 3), 2, 2, {}),
        ((2, 2, 3, 3, 2), 1, (1, 2, 1), {"stride": (2, 1, 2), "padding": (0, 1, 0), "bias": False}),
        ((1, 2, 3, 2, 3), 2, (2, 1, 2), {"dilation": (2, 1, 1), "groups": 2}),
        ((1, 1, 2, 3, 2), 1, (2, 3, 1), {"padding": "same"}),
        ((1, 1, 2, 3, 2), 1, 2, {"padding": (1, 2, 0), "padding_mode": "reflect"}),
        ((1, 1, 2, 2, 1), 1, 2, {"stride": 2, "padding": (1, 0, 2), "padding_mode": "replicate"}),
    ]:
        yield case("Conv3d", shape, out, kernel, **more)

    for shape, out, kernel, more in [
        ((1, 1, 4), 2, 3, {}),
        ((2, 2, 3), 1, 2, {"stride": 3, "bias": False}),
        ((1, 2, 4), 3, 4, {"stride": 2, "padding": 2, "output_padding": 1}),
        ((1, 4, 3), 2, 3, {"padding": 1, "groups": 2, "dilation": 2}),
        ((1, 1, 1), 1, 1, {"stride": 4, "output_padding": 3}),
    ]:
        yield case("ConvTranspose1d", shape, out, kernel, **more)

    for shape, out, kernel, more in [
        ((1, 2, 2, 3), 1, 2, {"stride": 2}),
        ((2, 1, 3, 2), 2, 3, {}),
        ((1, 2, 2, 2), 2, (3, 2), {"stride": (2, 3), "padding": (1, 0), "output_padding": (1, 2)}),
        ((1, 4, 2, 2), 2, 3, {"stride": 2, "padding": 2, "groups": 2, "dilation": 2}),
        ((1, 2, 2, 3), 4, (1, 3), {"stride": (1, 2), "padding": (0, 1), "groups": 2, "bias": False}),
        ((1, 1, 3, 3), 1, 5, {"padding": 3}),
        ((1, 1, 2, 3), 2, 2, {"stride": (2, 1), "padding": (0, 1), "output_padding": 2, "dilation": 3}),
    ]:
        yield case("ConvTranspose2d", shape, out, kernel, **more)

    for shape, kernel, more in [
        ((1, 2, 3, 3), 2, {}),
        ((2, 1, 4, 3), (2, 3), {"padding": (0, 1), "stride": (2, 1)}),
        ((1, 3, 2, 4), (1, 2), {"dilation": (1, 2)}),
        ((1, 1, 3, 3), 3, {"padding": 1, "stride": 2}),
    ]:
        yield "Unfold", {"kernel_size": kernel, **more}, {"x": draw(shape)}, module("Unfold", kernel, **more)

    for kind, shape, out, kernel, more in [
        ("Conv1d", (1, 2, 4), 2, 3, {"stride": 2, "padding": 4}),
        ("Conv1d", (2, 1, 5), 1, 4, {"padding": "same", "dilation": 3}),
        ("Conv2d", (1, 1, 4, 3), 2, 3, {"padding": (1, 3)}),
        ("Conv2d", (1, 4, 2, 3), 2, (4, 2), {"padding": "same", "groups": 2, "bias": False}),
        ("Conv2d", (1, 1, 3, 3), 1, 2, {"padding": (0, 2)}),
        ("Conv2d", (1, 1, 3, 4), 1, 2, {}),
        ("Conv3d", (1, 1, 2, 3, 2), 1, 2, {"padding": (2, 0, 1)}),
        ("Conv3d", (1, 2, 2, 1, 3), 1, (2, 1, 3), {"padding": "same"}),
    ]:
        yield case(kind, shape, out, kernel, **more, padding_mode="circular")


def initial():
    for kind, channels, kernel, groups in [
        ("Conv2d", 1, 3, 1), ("Conv2d", 4, 2, 1), ("Conv2d", 4, 2, 2), ("Conv2d", 2, (1, 4), 1),
        ("Conv1d", 3, 5, 1), ("Conv3d", 2, (1, 2, 3), 1),
        ("ConvTranspose1d", 3, 5, 1), ("ConvTranspose2d", 4, (2, 3), 1), ("ConvTranspose2d", 4, 2, 2),
    ]:
        attributes = {"out_channels": 40, "kernel_size": kernel, "groups": groups}
        code = module(kind, channels, 40, kernel, groups=groups)
        yield kind, attributes, [[1, channels] + [6] * int(kind[-2])], code
