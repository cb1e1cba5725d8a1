/** Files of text, whatever wrote them. */
import { strFromU8 } from 'fflate';

/** Bytes as text: UTF-8, UTF-16 where it is marked as such, and else what Windows used to write. */
export function decodeText(bytes: Uint8Array): string {
  const isSwapped = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (isSwapped || (bytes[0] === 0xff && bytes[1] === 0xfe)) {
    // A copy of its own: a piece of a larger buffer may start at an odd byte.
    const whole = bytes.subarray(2, bytes.length - (bytes.length % 2));
    const units = new Uint16Array(Uint8Array.from(whole).buffer);
    if (isSwapped) units.forEach((unit, at) => (units[at] = (unit << 8) | (unit >> 8)));
    let text = '';
    for (let at = 0; at < units.length; at += 8192)
      text += String.fromCharCode(...units.subarray(at, at + 8192));
    return text;
  }
  const text = strFromU8(bytes);
  return text.includes('\uFFFD') ? strFromU8(bytes, true) : text;
}
