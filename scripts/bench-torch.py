"""Owns PyTorch's side of `npm run bench`: for each name read from stdin, trains that network and answers milliseconds a step.

Eager PyTorch, one thread, data already in memory, rows shuffled each epoch as a DataLoader would, without its cost.
"""

import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(1)


def perceptron(*widths):
    layers = []
    for width, following in zip(widths, widths[1:]):
        layers += [nn.Linear(width, following), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120),
        nn.ReLU(),
        nn.Linear(120, 84),
        nn.ReLU(),
        nn.Linear(84, 10),
    )


# name: network, shape of a row, classes, rows in a minibatch, minibatches, optimiser
networks = {
    "3-4-2 SGD": (lambda: perceptron(3, 4, 2), [3], 2, 32, 2000, lambda p: torch.optim.SGD(p, 0.01)),
    "784-128-10 Adam": (lambda: perceptron(784, 128, 10), [784], 10, 64, 200, lambda p: torch.optim.Adam(p, 0.001)),
    "LeNet Adam": (lenet, [1, 28, 28], 10, 64, 40, lambda p: torch.optim.Adam(p, 0.001)),
}

warm_up = 5


def measure(name):
    build, row, classes, batch, steps, optimise = networks[name]
    network = build()
    optimiser = optimise(network.parameters())
    loss_of = nn.CrossEntropyLoss()
    rows = batch * steps
    features = torch.randn([rows, *row])
    targets = torch.randint(classes, [rows])
    order = torch.randperm(rows)

    def step(at):
        chosen = order[at * batch : (at + 1) * batch]
        answers = network(features[chosen])
        loss = loss_of(answers, targets[chosen])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        # Loss and accuracy are told of every minibatch on the other side, too.
        return loss.item(), (answers.argmax(1) == targets[chosen]).sum().item()

    for at in range(warm_up):
        step(at)
    started = time.perf_counter()
    for at in range(steps):
        step(at)
    return (time.perf_counter() - started) * 1000 / steps


for line in sys.stdin:
    print(measure(line.strip()), flush=True)
