/** What files are called: the name proposed for a title, and the extension that tells what is in them. */
import { fileMessages } from '#shared/messages/files';

/** As every disk takes, with an extension and what a copy's name adds. */
const bytesLimit = 200;
/** What Windows keeps for its devices, whatever extension follows. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i;

/** A title as the name of a file, on every system. */
export function fileNameOf(title: string): string {
  const plain = title.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\\/:*?"<>|]+/gu, ' ').replace(/\s+/g, ' ');
  const name = shortened(plain.replace(/^[\s.]+/, '')).replace(/[\s.]+$/, '');
  if (!/[\p{L}\p{N}]/u.test(name)) return fileMessages.nameless;
  return device.test(name) ? `${fileMessages.nameless} ${name}` : name;
}

export function hasExtension(path: string, extension: string): boolean {
  return path.toLowerCase().endsWith(extension);
}

/** Whatever else the name ends in, as "net v1.2" does. */
export function withExtension(path: string, extension: string): string {
  return hasExtension(path, extension) ? path : path + extension;
}

function shortened(text: string): string {
  let name = '';
  for (const letter of text) {
    if (Buffer.byteLength(name + letter) > bytesLimit) break;
    name += letter;
  }
  return name;
}
