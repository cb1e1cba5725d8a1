/** A program of its own: the network in PyTorch, its weights read from a file, and a loop that trains it. */
import { inComment, textOf } from '../document/code-line';
import type { Document, NodeId } from '../document/document';
import type { Inference } from '../document/infer';
import { answersOf, completeNodes } from '../document/complete';
import { callLines, classLines } from './network';
import { className } from './names';

export interface ScriptOptions {
  /** The file with the weights, as it is found from the folder of the program. */
  readonly weights: string;
  /** How it learns; without it the program has no loop. */
  readonly training?: TrainingLoop | undefined;
}

export interface TrainingLoop {
  /** The node whose output the loss scores. */
  readonly scored: NodeId;
  /** How PyTorch writes the loss, and the right answers it is given. */
  readonly loss: { readonly code: string; readonly target?: string };
  /** PyTorch's class name. */
  readonly optimiser: string;
  /** What the optimiser is given, by PyTorch's names. */
  readonly settings: Readonly<Record<string, number | boolean>>;
  /** A class of torch.optim.lr_scheduler and what it is given; undefined where the rate stays. */
  readonly schedule:
    { readonly kind: string; readonly settings: Readonly<Record<string, number>> } | undefined;
  /** Added to the loss: this times Σ|w| and times Σ w². */
  readonly penalties: { readonly l1: number; readonly l2: number };
  readonly clip: { readonly by: 'none' | 'norm' | 'value'; readonly limit: number };
  /** Parameters that do not learn, by PyTorch's names. */
  readonly frozen: readonly string[];
  /** Names of the classes by index; undefined where the answer is a number. */
  readonly classes: readonly string[] | undefined;
  /** Sizes of what is scored, without the batch. */
  readonly answer: readonly number[];
  /** Sizes of a row of the input. */
  readonly row: readonly number[];
  readonly epochs: number;
  readonly batch: number;
  readonly shuffle: boolean;
  readonly seed: number;
}

export function torchScript(document: Document, inference: Inference, options: ScriptOptions): string {
  const { training, weights } = options;
  const answers = answersOf(completeNodes(inference));
  // Where the answer is what is scored, there is nothing to ask for.
  const isAnswer = answers.length === 1 && answers[0]?.node.id === training?.scored;
  const scored = isAnswer ? undefined : training?.scored;
  const network = classLines(document.title, inference, { scored });
  const call = callLines(document, inference).map(({ text }) => `    ${text}\n`);
  return [
    heading(document.title, training !== undefined),
    `WEIGHTS = Path(__file__).parent / ${pythonText(weights)}\n`,
    '\n\n',
    textOf(network),
    '\n\n',
    loader,
    ...(training ? ['\n\n', reader(training), '\n\n', loop(training, scored !== undefined)] : []),
    '\n\n',
    `if __name__ == "__main__":\n`,
    `    network = ${className(document.title)}()\n`,
    `    if WEIGHTS.exists():\n        load_weights(network, WEIGHTS)\n`,
    ...(training
      ? ['    if "--train" in sys.argv[:-1]:\n        train(network, *read_rows(sys.argv[-1]))\n']
      : []),
    '    network.eval()\n',
    ...call,
  ].join('');
}

function heading(title: string, isTrained: boolean): string {
  const usage = isTrained
    ? `
Learn from a table whose last column is the answer, in one process or in several:

    python THIS.py --train rows.csv
    torchrun --nproc_per_node=2 THIS.py --train rows.csv
`
    : '';
  const imports = isTrained
    ? `import csv
import json
import os
import struct
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset
`
    : `import json
import struct
from pathlib import Path

import torch
from torch import nn
`;
  return `"""${inComment(title).replace(/["\\]/g, ' ')}.\n${usage}"""\n\n${imports}\n`;
}

const loader = `def load_weights(network, file):
    """Reads a safetensors file: a table of names and shapes, then the numbers as float32."""
    content = file.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    values = bytearray(content[8 + length :])
    state = {}
    for name, entry in json.loads(content[8 : 8 + length]).items():
        start, end = entry["data_offsets"]
        numbers = torch.frombuffer(values[start:end], dtype=torch.float32)
        state[name] = numbers.reshape(entry["shape"])
    missing, unexpected = network.load_state_dict(state, strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or unexpected:
        raise ValueError(f"{file} does not fit: missing {missing}, unexpected {unexpected}")
`;

function reader({ classes, row, answer }: TrainingLoop): string {
  const known =
    classes && classes.length > 0 ? `[${classes.map(pythonText).join(', ')}]` : 'sorted(set(said))';
  const answers = classes
    ? `    classes = ${known}
    answers = torch.tensor([classes.index(answer) for answer in said])
`
    : `    answers = torch.tensor([float(answer) for answer in said]).reshape(${['-1', ...answer].join(', ')})
`;
  return `def read_rows(file):
    """Features and answers of a table with a heading; the last column is the answer."""
    with open(file, newline="") as lines:
        _, *rows = [row for row in csv.reader(lines) if row]
    features = torch.tensor([[float(cell) for cell in row[:-1]] for row in rows])
    said = [row[-1].strip() for row in rows]
${answers}    return features.reshape(${['-1', ...row].join(', ')}), answers
`;
}

function loop(training: TrainingLoop, hasScores: boolean): string {
  const { loss, optimiser, settings, epochs, batch, shuffle, seed } = training;
  const { schedule, clip, frozen } = training;
  const still = frozen.map(
    (name) => `    network.get_parameter(${pythonText(name)}).requires_grad_(False)\n`,
  );
  const scheduler =
    schedule && `lr_scheduler.${schedule.kind}(optimiser${namedArguments(schedule.settings)})`;
  const clipped = {
    none: '',
    norm: `            nn.utils.clip_grad_norm_(learned, ${clip.limit})\n`,
    value: `            nn.utils.clip_grad_value_(learned, ${clip.limit})\n`,
  };
  return `def train(network, features, answers):
    """Under torchrun every process takes its share of the rows."""
    torch.manual_seed(${seed})
    is_shared = "RANK" in os.environ
    if is_shared:
        torch.distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
        if torch.cuda.is_available():
            torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    learner = network.to(device)
${still.join('')}    if is_shared:
        learner = DistributedDataParallel(learner, find_unused_parameters=True)
    rows = TensorDataset(features.to(device), answers.to(device))
    sampler = DistributedSampler(rows, shuffle=${pythonValue(shuffle)}) if is_shared else None
    loader = DataLoader(rows, batch_size=${batch}, sampler=sampler, shuffle=${shuffle ? 'not is_shared' : 'False'})
    learned = [weight for weight in learner.parameters() if weight.requires_grad]
    loss_of = ${loss.code}
    optimiser = torch.optim.${optimiser}(learned${namedArguments(settings)})
${scheduler ? `    scheduler = torch.optim.${scheduler}\n` : ''}    learner.train()
    for epoch in range(${epochs}):
        if sampler is not None:
            sampler.set_epoch(epoch)
        total = 0.0
        seen = 0
        for x, y in loader:
            optimiser.zero_grad()
            loss = loss_of(learner(x${hasScores ? ', scores=True' : ''}), ${loss.target ?? 'y'})
            ${penalised(training.penalties)}.backward()
${clipped[clip.by]}            optimiser.step()
            total += loss.item() * len(x)
            seen += len(x)
${scheduler ? '        scheduler.step()\n' : ''}        if os.environ.get("RANK", "0") == "0":
            print(f"epoch {epoch + 1}  loss {total / seen:.6f}")
    network.to("cpu")
    if is_shared:
        torch.distributed.destroy_process_group()
`;
}

/** The loss that is told stays the loss alone. */
function penalised({ l1, l2 }: TrainingLoop['penalties']): string {
  const terms = [
    ...(l1 > 0 ? [`${l1} * weight.abs().sum()`] : []),
    ...(l2 > 0 ? [`${l2} * weight.square().sum()`] : []),
  ];
  if (terms.length === 0) return 'loss';
  return `(loss + sum(${terms.join(' + ')} for weight in learned))`;
}

function namedArguments(settings: Readonly<Record<string, number | boolean>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `, ${name}=${pythonValue(value)}`)
    .join('');
}

function pythonValue(value: number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}

/** JSON's way of writing text is one of Python's. */
function pythonText(text: string): string {
  return JSON.stringify(text);
}
