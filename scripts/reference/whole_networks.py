"""Records whole networks as PyTorch's exporter writes them, with what each of their modules answers.

Run with Debian's PyTorch (`apt-get install python3-torch`), from the checkout:

    OMP_NUM_THREADS=1 /usr/bin/python3 scripts/reference/whole_networks.py

It rewrites src/shared/recognise/reference/whole-networks.json; read the diff. The networks have the structure of those
they are called after, and fewer channels. Batch normalisation is exported as it is, not folded into convolutions.
"""

import base64
import io
import json
import warnings
import zlib
from pathlib import Path

import torch
from torch import nn

FILE = Path(__file__).parents[2] / "src/shared/recognise/reference/whole-networks.json"
SETS = (11, 13, 17)
# Of a large answer these many numbers are kept, spread over it.
KEPT = 24

warnings.simplefilter("ignore")


class Block(nn.Module):
    """A residual block, as ResNet-18 has eight of them."""

    def __init__(self, channels, out, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, out, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out)
        self.downsample = None
        if stride != 1 or channels != out:
            self.downsample = nn.Sequential(
                nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out)
            )

    def forward(self, x):
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        return self.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet18(nn.Module):
    def __init__(self, width=4):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.relu = nn.ReLU()
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        sizes = [width, width, 2 * width, 4 * width, 8 * width]
        for at in range(4):
            stride = 1 if at == 0 else 2
            blocks = Block(sizes[at], sizes[at + 1], stride), Block(sizes[at + 1], sizes[at + 1])
            setattr(self, f"layer{at + 1}", nn.Sequential(*blocks))
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(8 * width, 10)

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(torch.flatten(self.avgpool(x), 1))


class Inverted(nn.Module):
    """An inverted residual, as MobileNetV2 has seventeen of them."""

    def __init__(self, channels, out, stride, expand):
        super().__init__()
        inner = channels * expand
        self.adds = stride == 1 and channels == out
        self.conv = nn.Sequential(
            nn.Conv2d(channels, inner, 1, bias=False),
            nn.BatchNorm2d(inner),
            nn.ReLU6(),
            nn.Conv2d(inner, inner, 3, stride, 1, groups=inner, bias=False),
            nn.BatchNorm2d(inner),
            nn.ReLU6(),
            nn.Conv2d(inner, out, 1, bias=False),
            nn.BatchNorm2d(out),
        )

    def forward(self, x):
        return x + self.conv(x) if self.adds else self.conv(x)


class MobileNetV2(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Sequential(nn.Conv2d(3, 4, 3, 2, 1, bias=False), nn.BatchNorm2d(4), nn.ReLU6()),
            Inverted(4, 4, 1, 1),
            Inverted(4, 6, 2, 3),
            Inverted(6, 6, 1, 3),
        )
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(6, 10))

    def forward(self, x):
        return self.classifier(self.features(x).mean([2, 3]))


class Fire(nn.Module):
    def __init__(self, channels, squeezed, expanded):
        super().__init__()
        self.squeeze = nn.Conv2d(channels, squeezed, 1)
        self.squeeze_activation = nn.ReLU()
        self.expand1x1 = nn.Conv2d(squeezed, expanded, 1)
        self.expand1x1_activation = nn.ReLU()
        self.expand3x3 = nn.Conv2d(squeezed, expanded, 3, padding=1)
        self.expand3x3_activation = nn.ReLU()

    def forward(self, x):
        x = self.squeeze_activation(self.squeeze(x))
        one = self.expand1x1_activation(self.expand1x1(x))
        return torch.cat([one, self.expand3x3_activation(self.expand3x3(x))], 1)


class SqueezeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 6, 3, 2), nn.ReLU(), nn.MaxPool2d(3, 2, ceil_mode=True), Fire(6, 2, 4), Fire(8, 2, 4)
        )
        self.classifier = nn.Sequential(
            nn.Dropout(0.5), nn.Conv2d(8, 10, 1), nn.ReLU(), nn.AdaptiveAvgPool2d((1, 1))
        )

    def forward(self, x):
        return torch.flatten(self.classifier(self.features(x)), 1)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down1 = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU())
        self.down2 = nn.Sequential(nn.Conv2d(4, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU())
        self.pool = nn.MaxPool2d(2)
        self.up = nn.ConvTranspose2d(8, 4, 2, 2)
        self.out = nn.Conv2d(8, 1, 1)
        self.sigmoid = nn.Sigmoid()

    def forward(self, x):
        first = self.down1(x)
        return self.sigmoid(self.out(torch.cat([first, self.up(self.down2(self.pool(first)))], 1)))


class LSTMClassifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(20, 6)
        self.lstm = nn.LSTM(6, 8, batch_first=True)
        self.fc = nn.Linear(8, 3)

    def forward(self, x):
        return self.fc(self.lstm(self.embedding(x))[0][:, -1])


class GPTBlock(nn.Module):
    def __init__(self, width, heads, length):
        super().__init__()
        self.heads = heads
        self.ln_1 = nn.LayerNorm(width)
        self.c_attn = nn.Linear(width, 3 * width)
        self.c_proj = nn.Linear(width, width)
        self.ln_2 = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        mask = torch.tril(torch.ones(length, length)).view(1, 1, length, length)
        self.register_buffer("mask", mask)

    def forward(self, x):
        batch, length, width = x.shape
        parts = self.c_attn(self.ln_1(x)).split(width, dim=2)
        query, key, value = (
            part.view(batch, length, self.heads, width // self.heads).transpose(1, 2) for part in parts
        )
        scores = (query @ key.transpose(-2, -1)) / (width // self.heads) ** 0.5
        scores = scores.masked_fill(self.mask[:, :, :length, :length] == 0, float("-inf"))
        read = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, width)
        x = x + self.c_proj(read)
        return x + self.mlp(self.ln_2(x))


class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte = nn.Embedding(20, 8)
        self.wpe = nn.Embedding(6, 8)
        self.h = nn.Sequential(GPTBlock(8, 2, 6), GPTBlock(8, 2, 6))
        self.ln_f = nn.LayerNorm(8)
        self.lm_head = nn.Linear(8, 20, bias=False)

    def forward(self, x):
        return self.lm_head(self.ln_f(self.h(self.wte(x) + self.wpe(torch.arange(x.shape[1])))))


def networks():
    yield "MLP", nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2), nn.Softmax(dim=-1)), torch.randn(2, 3)
    yield "LeNet", nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2),
        nn.Tanh(),
        nn.AvgPool2d(2),
        nn.Conv2d(6, 8, 5),
        nn.Tanh(),
        nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Linear(32, 12),
        nn.Tanh(),
        nn.Linear(12, 10),
    ), torch.randn(2, 1, 16, 16)
    yield "ResNet-18", ResNet18(), torch.randn(1, 3, 32, 32)
    yield "MobileNetV2", MobileNetV2(), torch.randn(1, 3, 16, 16)
    yield "SqueezeNet", SqueezeNet(), torch.randn(1, 3, 17, 17)
    yield "U-Net", UNet(), torch.randn(1, 1, 8, 8)
    yield "LSTM classifier", LSTMClassifier(), torch.randint(0, 20, (2, 5))
    yield "GPT", GPT(), torch.randint(0, 20, (1, 6))
    encoder = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)
    yield "Transformer encoder", nn.TransformerEncoder(encoder, 2, enable_nested_tensor=False), torch.randn(1, 5, 8)
    yield "Autoencoder", nn.Sequential(
        nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 3), nn.ReLU(), nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 16), nn.Sigmoid()
    ), torch.randn(2, 16)


def settle(network):
    """Statistics and copies of their own, so that no two modules have equal numbers by accident."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_()
            module.running_var.uniform_(0.5, 2)
        for name, parameter in module.named_parameters(recurse=False):
            nn.init.normal_(parameter, std=0.3) if parameter.dim() > 1 else nn.init.normal_(parameter, 1, 0.3)


def listed(tensor):
    """Some of its numbers, with their places."""
    flat = tensor.flatten().tolist()
    step = max(1, len(flat) // KEPT)
    return {
        "shape": list(tensor.shape),
        "step": step,
        "values": [float(f"{value:.7g}") for value in flat[::step]],
    }


def answers(network, x):
    """What every module without modules answers, by its name."""
    found = {}

    def hook(name):
        def keep(_, __, output):
            first = output[0] if isinstance(output, tuple) else output
            # A module that is called several times answers several times: the last is not all there is.
            found.setdefault(name, []).append(first)

        return keep

    hooks = [
        module.register_forward_hook(hook(name))
        for name, module in network.named_modules()
        if name and not list(module.children())
    ]
    output = network(x)
    for each in hooks:
        each.remove()
    kept = {name: listed(values[0]) for name, values in found.items() if len(values) == 1}
    return kept, listed(output)


def main():
    torch.manual_seed(11)
    recorded = []
    for name, network, drawn in networks():
        # As it is written down.
        x = drawn if drawn.dtype == torch.int64 else torch.tensor([round(v, 3) for v in drawn.flatten().tolist()]).view(drawn.shape)
        settle(network)
        network.eval()
        with torch.no_grad():
            modules, output = answers(network, x)
        for opset in SETS:
            file = io.BytesIO()
            torch.onnx.export(
                network,
                x,
                file,
                opset_version=opset,
                input_names=["x"],
                output_names=["y"],
                dynamic_axes={"x": {0: "N"}},
                training=torch.onnx.TrainingMode.PRESERVE,
                do_constant_folding=True,
            )
            packed = base64.b64encode(zlib.compress(file.getvalue(), 9)).decode()
            case = {"name": name, "set": opset, "model": packed}
            if opset == SETS[0]:
                case["input"] = {"dtype": str(x.dtype).split(".")[1], "shape": list(x.shape), "values": [round(value, 3) for value in x.flatten().tolist()]}
                case["output"] = output
                case["modules"] = modules
            recorded.append(case)
    FILE.write_text(json.dumps(recorded, separators=(",", ":")) + "\n")
    print(f"{len(recorded)} models, {FILE.stat().st_size / 1e6:.2f} MB")


main()
