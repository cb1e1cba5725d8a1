from draw import draw, module


def cases():
    for kind, shape, eps, momentum, affine in [
        ("BatchNorm1d", (4, 3), 1e-5, 0.1, True), ("BatchNorm1d", (2, 2, 3), 1e-3, 0.5, False),
        ("BatchNorm2d", (2, 3, 2, 2), 1e-5, 0.1, True), ("BatchNorm2d", (1, 2, 3, 2), 0.1, 1.0, False),
        ("BatchNorm2d", (3, 2, 1, 1), 1e-5, 0.0, True),
    ]:
        more = {"eps": eps, "momentum": momentum, "affine": affine}
        attributes = {"num_features": shape[1], **more}
        yield kind, attributes, {"x": draw(shape)}, module(kind, shape[1], **more)
