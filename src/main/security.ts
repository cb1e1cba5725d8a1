/** What the window may not do: leave, open others, ask for permissions, or reach any network. */
import { app, session, type Session, type WebContents } from 'electron';
import { isOwn } from './own';
import { silenceContents, silenceSession } from './silence';

/** Call once the app is ready, before a window opens: it holds for every session and page there will be. */
export function forbidNetwork(devServer?: URL): void {
  const isAllowed = (url: string): boolean => isOwn(url, app.isPackaged, devServer);
  const shut = (own: Session): void => {
    silenceSession(own);
    own.webRequest.onBeforeRequest(({ url }, respond) => {
      respond({ cancel: !isAllowed(url) });
    });
    own.setPermissionRequestHandler((_contents, _permission, respond) => {
      respond(false);
    });
    own.setPermissionCheckHandler(() => false);
    own.setDevicePermissionHandler(() => false);
  };
  app.on('session-created', shut);
  shut(session.defaultSession);
  app.on('web-contents-created', (_event, contents) => {
    confine(contents, devServer);
  });
}

function confine(contents: WebContents, devServer?: URL): void {
  silenceContents(contents);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // The page stays where it is; only the server of whoever works on it may load it anew.
  const stay = (event: { readonly url: string; preventDefault(): void }): void => {
    if (devServer === undefined || new URL(event.url).origin !== devServer.origin) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
}
