from draw import draw, module


def pool(kind, shape, kernel, whole=False, **more):
    """Whole numbers where many windows shall have two that are the greatest."""
    x = draw(shape)
    attributes = {"kernel_size": kernel, **more}
    return kind, attributes, {"x": x.round() if whole else x}, module(kind, kernel, **more)


def cases():
    for shape, kernel, stride, padding in [((1, 2, 4, 4), 2, None, 0), ((2, 1, 5, 6), 3, 2, 1),
                                           ((1, 1, 5, 5), 2, 3, 0), ((1, 1, 3, 3), 3, 1, 1)]:
        attributes = {"kernel_size": kernel, "stride": stride, "padding": padding}
        stated = {**({} if stride is None else {"stride": stride}), "padding": padding}
        code = module("MaxPool2d", kernel, **stated)
        yield "MaxPool2d", attributes, {"x": draw(shape)}, code
        # Whole numbers: many windows have two that are the greatest.
        yield "MaxPool2d", attributes, {"x": draw(shape).round()}, code
        for counted in (True, False):
            padded = {**attributes, "count_include_pad": counted}
            code = module("AvgPool2d", kernel, **stated, count_include_pad=counted)
            yield "AvgPool2d", padded, {"x": draw(shape)}, code

    # With ceil_mode: a window over the end, one that would start there, one over padding and end, one too large.
    flat = [((2, 1, 6), 2, {}), ((1, 2, 6), 3, {"stride": 2, "padding": 1, "ceil_mode": True}),
            ((1, 1, 5), 2, {"stride": 3, "padding": 1, "ceil_mode": True}),
            ((1, 2, 7), 4, {"stride": 3, "padding": 2, "ceil_mode": True}),
            ((1, 1, 2), 4, {"stride": 3, "ceil_mode": True}), ((1, 1, 5), 3, {"stride": 1, "padding": 1})]
    images = [((1, 1, 4, 5), (2, 3), {"stride": (1, 2), "padding": (0, 1)}),
              ((1, 1, 6, 5), 3, {"stride": 2, "padding": 1, "ceil_mode": True}),
              ((1, 1, 5, 4), (2, 4), {"stride": (3, 3), "padding": (1, 2), "ceil_mode": True}),
              ((1, 2, 5, 3), 2, {"ceil_mode": True})]
    volumes = [((1, 2, 2, 4, 2), 2, {}), ((1, 1, 3, 3, 4), (1, 2, 3), {"stride": 1, "padding": (0, 1, 1)}),
               ((1, 1, 2, 3, 4), 2, {"stride": (1, 2, 3), "padding": 1, "ceil_mode": True}),
               ((1, 1, 3, 3, 3), 3, {"stride": 2, "padding": 1})]
    for dimensions, sets in [(1, flat), (2, images), (3, volumes)]:
        for shape, kernel, more in sets:
            for whole in (False, True):
                yield pool(f"MaxPool{dimensions}d", shape, kernel, whole, **more)
            yield pool(f"AvgPool{dimensions}d", shape, kernel, **more)
            if more.get("padding"):
                yield pool(f"AvgPool{dimensions}d", shape, kernel, **more, count_include_pad=False)

    for kind, shape, kernel, more in [
        ("MaxPool1d", (1, 2, 8), 3, {"stride": 2, "padding": 1, "dilation": 2}),
        ("MaxPool1d", (1, 1, 6), 2, {"dilation": 3, "ceil_mode": True}),
        ("MaxPool2d", (1, 1, 6, 5), (3, 2), {"stride": 1, "dilation": 2}),
        ("MaxPool2d", (1, 1, 5, 7), 2, {"stride": 3, "padding": 1, "dilation": (2, 3), "ceil_mode": True}),
        ("MaxPool3d", (1, 1, 3, 2, 4), (2, 1, 2), {"stride": 1, "dilation": (2, 1, 3)}),
    ]:
        for whole in (False, True):
            yield pool(kind, shape, kernel, whole, **more)

    for kind, shape, sizes in [
        ("AdaptiveAvgPool1d", (2, 2, 5), [1, 2, 3, 5, 7]),
        ("AdaptiveAvgPool2d", (1, 2, 4, 6), [1, 2, (4, 3), (3, 4), (1, 5), (5, 8)]),
        ("AdaptiveMaxPool2d", (1, 2, 5, 4), [1, 2, (5, 2), (3, 3), (2, 1), (7, 3)]),
    ]:
        for size in sizes:
            yield kind, {"output_size": size}, {"x": draw(shape)}, module(kind, size)
            if kind == "AdaptiveMaxPool2d":
                yield kind, {"output_size": size}, {"x": draw(shape).round()}, module(kind, size)

    for shape, norm, kernel, more in [
        ((1, 2, 4, 4), 2, 2, {}), ((2, 1, 5, 4), 2, (3, 2), {"stride": (1, 2)}),
        ((1, 1, 5, 6), 1, 2, {"stride": 3}), ((1, 1, 5, 4), 2, 2, {"stride": (2, 3), "ceil_mode": True}),
        ((1, 1, 5, 5), 1, 3, {"stride": 2, "ceil_mode": True}),
    ]:
        attributes = {"norm_type": norm, "kernel_size": kernel, **more}
        yield "LPPool2d", attributes, {"x": draw(shape)}, module("LPPool2d", norm, kernel, **more)
    # After ReLU whole windows are zero, and their root has no slope.
    yield "LPPool2d", {"kernel_size": 2}, {"x": draw((1, 1, 4, 6), 1).round().relu()}, module("LPPool2d", 2, 2)
    yield "LPPool2d", {"norm_type": 1, "kernel_size": 2}, {"x": draw((1, 1, 4, 6), 1).round()}, module("LPPool2d", 1, 2)

    for kind, shape, kernel, more in [
        ("AvgPool2d", (1, 2, 4, 4), 2, {"divisor_override": 1}),
        ("AvgPool2d", (1, 1, 5, 4), (3, 2), {"stride": 2, "padding": 1, "divisor_override": 4}),
        ("AvgPool2d", (1, 1, 6, 5), 3, {"stride": 2, "padding": 1, "ceil_mode": True, "divisor_override": 7}),
        ("AvgPool2d", (1, 1, 4, 4), 2, {"padding": 1, "count_include_pad": False, "divisor_override": 4}),
        ("AvgPool3d", (1, 1, 2, 3, 4), 2, {"divisor_override": 3}),
        ("AvgPool3d", (1, 1, 3, 3, 3), (3, 2, 2), {"stride": 2, "padding": (1, 0, 1), "ceil_mode": True, "divisor_override": 5}),
    ]:
        yield pool(kind, shape, kernel, **more)

    # Where they are is counted in the plane of a channel, without the padding; of equals it is the first.
    for kind, shape, kernel, more in [
        ("MaxPool1d", (2, 2, 8), 3, {"stride": 2, "padding": 1}),
        ("MaxPool1d", (1, 2, 7), 4, {"stride": 3, "padding": 2, "ceil_mode": True}),
        ("MaxPool1d", (1, 2, 8), 3, {"stride": 2, "padding": 1, "dilation": 2}),
        ("MaxPool2d", (2, 2, 4, 6), 2, {}), ("MaxPool2d", (1, 2, 5, 4), (2, 4), {"stride": (3, 3), "padding": (1, 2), "ceil_mode": True}),
        ("MaxPool2d", (2, 1, 5, 7), 2, {"stride": 3, "padding": 1, "dilation": (2, 3), "ceil_mode": True}),
        ("MaxPool3d", (2, 2, 2, 4, 3), 2, {"stride": 1}), ("MaxPool3d", (1, 1, 2, 3, 4), 2, {"stride": (1, 2, 3), "padding": 1, "ceil_mode": True}),
    ]:
        for whole in (False, True):
            yield pool(kind, shape, kernel, whole, **more, return_indices=True)

    for size in [1, 2, (5, 2), (3, 3), (2, 1), (7, 3)]:
        x = draw((2, 2, 5, 4))
        for given in (x, x.round()):
            attributes = {"output_size": size, "return_indices": True}
            yield "AdaptiveMaxPool2d", attributes, {"x": given}, module("AdaptiveMaxPool2d", size, return_indices=True)

    for kind, shape, sizes in [
        ("AdaptiveAvgPool3d", (1, 2, 2, 3, 4), [1, 2, (1, 2, 3)]),
        ("AdaptiveMaxPool1d", (2, 2, 5), [1, 2, 3]),
        ("AdaptiveMaxPool3d", (1, 2, 2, 3, 4), [1, 2, (1, 2, 3)]),
    ]:
        for size in sizes:
            x = draw(shape)
            yield kind, {"output_size": size}, {"x": x}, module(kind, size)
            if "Max" in kind:
                yield kind, {"output_size": size}, {"x": x.round()}, module(kind, size)
                attributes = {"output_size": size, "return_indices": True}
                yield kind, attributes, {"x": x.round()}, module(kind, size, return_indices=True)
