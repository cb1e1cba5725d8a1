// Owns the app's icon in the shapes Windows and macOS want it, drawn from the one there is.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Resvg, initWasm } from '@resvg/resvg-wasm';
import { Data } from 'resedit';
import { checkout } from '../prepare/step.mjs';

const windowsSizes = [16, 24, 32, 48, 64, 128, 256];

/** What macOS calls the sizes that it asks for. */
const macTypes = { ic11: 32, ic12: 64, ic07: 128, ic08: 256, ic09: 512, ic10: 1024 };

/** @type {Promise<void> | undefined} */
let ready;

/** @param {number} size */
async function png(size) {
  ready ??= initWasm(readFileSync(path.join(checkout, 'node_modules/@resvg/resvg-wasm/index_bg.wasm')));
  await ready;
  const svg = readFileSync(path.join(checkout, 'assets/icon.svg'), 'utf8');
  return new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng();
}

/** @returns {Promise<InstanceType<typeof Data.RawIconItem>[]>} */
export function windowsIcons() {
  return Promise.all(
    windowsSizes.map(async (size) => Data.RawIconItem.from(await png(size), size, size, 32)),
  );
}

/** As an .ico file. */
export async function windowsIcon() {
  const file = Data.IconFile.from(new Uint8Array(6));
  file.icons = (await windowsIcons()).map((data) => ({ data }));
  return Buffer.from(file.generate());
}

/** As an .icns file: each picture after its type and its length. */
export async function macIcon() {
  const parts = await Promise.all(
    Object.entries(macTypes).map(async ([type, size]) => chunk(type, await png(size))),
  );
  return chunk('icns', Buffer.concat(parts));
}

/** @param {string} type
 * @param {Uint8Array} bytes */
function chunk(type, bytes) {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(head.length + bytes.length, 4);
  return Buffer.concat([head, bytes]);
}
