/**
 * The window's own scheme: what it loads is read below one folder, and from nowhere else. Under `file:` any file of the disk
 * would have an address.
 */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { protocol } from 'electron';
import { isMissing } from '#host/system-error';
import { appScheme, pathOf } from './own';

/** What the build writes; nothing else is served. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** Call once, before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Call once the app is ready, before a window opens. */
export function serveAppScheme(folder: string): void {
  protocol.handle(appScheme, async ({ url }) => {
    const path = pathOf(url, folder);
    const type = path && types[extname(path)];
    if (!type) return new Response(null, { status: 404 });
    try {
      return new Response(await readFile(path), { headers: { 'content-type': type } });
    } catch (error) {
      if (isMissing(error)) return new Response(null, { status: 404 });
      throw error;
    }
  });
}
