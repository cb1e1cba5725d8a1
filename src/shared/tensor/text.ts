/** Files of text, whatever wrote them. */
import { strFromU8 } from 'fflate';

/** How many bytes are looked at to tell how text is written. */
const sampleSize = 2000;

/** Bytes as text: UTF-8, UTF-16 whether it is marked as such or not, and else what Windows used to write. */
export function decodeText(bytes: Uint8Array): string {
  const order = unitOrder(bytes);
  if (order) return decodeUnits(bytes, order);
  const text = strFromU8(bytes);
  return text.includes('\uFFFD') ? strFromU8(bytes, true) : text;
}

/** Whether text is in units of two bytes, and which of them comes first. */
function unitOrder(bytes: Uint8Array): 'little' | 'big' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'little';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'big';
  const sample = bytes.subarray(0, Math.min(sampleSize, bytes.length - (bytes.length % 2)));
  const zeros = [0, 0];
  sample.forEach((byte, at) => (zeros[at % 2] = (zeros[at % 2] ?? 0) + (byte === 0 ? 1 : 0)));
  const [even = 0, odd = 0] = zeros;
  // Of letters of the Latin alphabet, digits and commas, every other byte is zero and the rest are not.
  const most = sample.length * 0.35;
  if (odd > most && even === 0) return 'little';
  return even > most && odd === 0 ? 'big' : undefined;
}

function decodeUnits(bytes: Uint8Array, order: 'little' | 'big'): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const units = Uint16Array.from({ length: Math.floor(bytes.length / 2) }, (_, at) =>
    view.getUint16(at * 2, order === 'little'),
  );
  const from = units[0] === 0xfeff ? 1 : 0;
  let text = '';
  for (let at = from; at < units.length; at += 8192)
    text += String.fromCharCode(...units.subarray(at, at + 8192));
  return text;
}
