/** Which addresses are the app's own: the files of its window, and what it makes in memory. */
import { resolve, sep } from 'node:path';

export const appScheme = 'layerloom';
const appHost = 'app';
export const appPage = `${appScheme}://${appHost}/index.html`;

/** Where the window's code comes from while it is worked on: a server on this machine, and never in an installed app. */
export function devServerOf(address: string | undefined, isPackaged: boolean): URL | undefined {
  if (address === undefined || isPackaged || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  return url.protocol === 'http:' && url.hostname === 'localhost' ? url : undefined;
}

/** `devServer` is there while the app is worked on, and so are its tools. */
export function isOwn(address: string, isPackaged: boolean, devServer?: URL): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  switch (protocol) {
    case 'data:':
    case 'blob:':
      return true;
    case `${appScheme}:`:
      return host === appHost;
    case 'devtools:':
      return !isPackaged;
    case 'http:':
    case 'ws:':
      return host === devServer?.host;
    default:
      return false;
  }
}

/** The file an address of the window's stands for, below `folder`; undefined where it leads elsewhere. */
export function pathOf(address: string, folder: string): string | undefined {
  const { host, pathname } = new URL(address);
  let name: string;
  try {
    name = decodeURIComponent(pathname);
  } catch (error) {
    // Half a percent sign: no file of the build is called so.
    if (error instanceof URIError) return undefined;
    throw error;
  }
  const root = resolve(folder);
  const path = resolve(root, `.${name}`);
  return host === appHost && path.startsWith(root + sep) ? path : undefined;
}
