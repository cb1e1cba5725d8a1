/** Which addresses are the app's own: its files, and what it makes in memory. */

/** Where the window's code comes from while it is worked on: a server on this machine, and never in an installed app. */
export function devServerOf(address: string | undefined, isPackaged: boolean): URL | undefined {
  if (address === undefined || isPackaged || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  return url.protocol === 'http:' && url.hostname === 'localhost' ? url : undefined;
}

/** `devServer` is there while the app is worked on, and so are its tools. */
export function isOwn(address: string, isPackaged: boolean, devServer?: URL): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, pathname } = new URL(address);
  switch (protocol) {
    case 'data:':
    case 'blob:':
      return true;
    case 'file:':
      // A host, or two slashes where Windows would read one, is another machine's folder.
      return host === '' && !/^\/(\/|%2f|%5c)/i.test(pathname);
    case 'devtools:':
      return !isPackaged;
    case 'http:':
    case 'ws:':
      return host === devServer?.host;
    default:
      return false;
  }
}
