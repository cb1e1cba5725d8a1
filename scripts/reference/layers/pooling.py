from draw import draw, module


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
