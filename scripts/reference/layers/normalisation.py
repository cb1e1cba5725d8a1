from draw import draw, module, quarters


def cases():
    for kind, shape, eps, momentum, affine in [
        ("BatchNorm1d", (4, 3), 1e-5, 0.1, True), ("BatchNorm1d", (2, 2, 3), 1e-3, 0.5, False),
        ("BatchNorm2d", (2, 3, 2, 2), 1e-5, 0.1, True), ("BatchNorm2d", (1, 2, 3, 2), 0.1, 1.0, False),
        ("BatchNorm2d", (3, 2, 1, 1), 1e-5, 0.0, True),
    ]:
        more = {"eps": eps, "momentum": momentum, "affine": affine}
        attributes = {"num_features": shape[1], **more}
        yield kind, attributes, {"x": draw(shape)}, module(kind, shape[1], **more)

    for shape, eps, momentum, affine in [
        ((2, 2, 2, 1, 2), 1e-5, 0.1, True), ((1, 3, 2, 2, 1), 1e-3, 0.5, False),
        ((3, 1, 1, 1, 1), 0.1, 1.0, True), ((1, 2, 1, 2, 3), 1e-5, 0.0, False),
    ]:
        more = {"eps": eps, "momentum": momentum, "affine": affine}
        attributes = {"num_features": shape[1], **more}
        yield "BatchNorm3d", attributes, {"x": quarters(shape)}, module("BatchNorm3d", shape[1], **more)

    for shape, normalized, eps, affine in [((2, 4), (4,), 1e-5, True), ((2, 2, 4), (2, 4), 1e-3, True),
                                           ((2, 3, 8), (8,), 1e-3, False), ((4,), (4,), 0.1, True),
                                           ((2, 2, 2, 2), (2, 2, 2), 1e-5, True)]:
        attributes = {"normalized_shape": list(normalized), "eps": eps, "elementwise_affine": affine}
        sizes = normalized[0] if len(normalized) == 1 else normalized
        yield "LayerNorm", attributes, {"x": quarters(shape)}, module(
            "LayerNorm", sizes, eps=eps, elementwise_affine=affine)

    for shape, normalized, eps, affine in [((2, 4), (4,), None, True), ((2, 2, 4), (2, 4), 1e-3, True),
                                           ((2, 3, 8), (8,), 1e-3, False), ((4,), (4,), 0.1, True)]:
        attributes = {"normalized_shape": list(normalized), "eps": eps, "elementwise_affine": affine}
        sizes = normalized[0] if len(normalized) == 1 else normalized
        yield "RMSNorm", attributes, {"x": quarters(shape)}, module("RMSNorm", sizes, eps=eps, elementwise_affine=affine)

    for shape, groups, eps, affine in [((2, 4, 3), 2, 1e-5, True), ((1, 6, 2, 2), 3, 1e-3, False),
                                       ((2, 4), 1, 1e-5, True), ((2, 3, 1, 2), 3, 0.1, True),
                                       ((1, 2, 2, 1, 2), 1, 1e-5, True)]:
        attributes = {"num_groups": groups, "num_channels": shape[1], "eps": eps, "affine": affine}
        yield "GroupNorm", attributes, {"x": quarters(shape)}, module(
            "GroupNorm", groups, shape[1], eps=eps, affine=affine)

    for kind, shape, eps, momentum, affine, tracks in [
        ("InstanceNorm1d", (2, 3, 4), 1e-5, 0.1, True, False), ("InstanceNorm1d", (2, 2, 5), 1e-3, 0.5, False, True),
        ("InstanceNorm1d", (1, 1, 3), 0.1, 0.1, False, False), ("InstanceNorm1d", (3, 2, 2), 1e-5, 0.0, True, True),
        ("InstanceNorm2d", (2, 3, 2, 2), 1e-5, 0.1, False, False), ("InstanceNorm2d", (1, 2, 3, 2), 1e-5, 0.3, True, True),
        ("InstanceNorm2d", (2, 1, 1, 3), 0.1, 0.1, True, False), ("InstanceNorm2d", (2, 2, 2, 3), 1e-3, 1.0, False, True),
    ]:
        more = {"eps": eps, "momentum": momentum, "affine": affine, "track_running_stats": tracks}
        attributes = {"num_features": shape[1], **more}
        yield kind, attributes, {"x": quarters(shape)}, module(kind, shape[1], **more)

    for shape, size, alpha, beta, k in [((1, 4, 2, 2), 3, 0.5, 0.75, 1.0), ((2, 3, 3), 2, 1.0, 0.5, 2.0),
                                        ((1, 6, 2, 1), 5, 1e-4, 0.75, 1.0), ((1, 2, 1, 2, 2), 4, 2.0, 1.0, 0.5),
                                        ((2, 2, 2), 1, 0.25, 2.0, 1.0)]:
        more = {"alpha": alpha, "beta": beta, "k": k}
        yield "LocalResponseNorm", {"size": size, **more}, {"x": draw(shape)}, module(
            "LocalResponseNorm", size, **more)
