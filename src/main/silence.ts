/**
 * What Chromium would look for on a network by itself, told not to: everything is here, each with its reason. The window's
 * own requests never get this far (security.ts); these go past them, and show at the sockets alone.
 */
import { app, type Session, type WebContents } from 'electron';

/** Call once, before the app is ready: Chromium reads its switches at the start. `except` is a host it may know. */
export function silence(except?: string): void {
  const { commandLine } = app;
  // Nothing has an address: whatever asks for a host all the same hears at once that there is none.
  commandLine.appendSwitch('host-resolver-rules', `MAP * ~NOTFOUND${except ? ` , EXCLUDE ${except}` : ''}`);
  // No proxy is looked for: automatic settings would fetch a script from a host on the local network.
  commandLine.appendSwitch('no-proxy-server');
  // A page's hint that it will need a name is an order to look it up.
  commandLine.appendSwitch('blink-settings', 'dnsPrefetchingEnabled=false');
  // Hides addresses from other peers by names of its own, which it announces to the local network.
  commandLine.appendSwitch('disable-features', 'WebRtcHideLocalIpsWithMdns');
  void app.whenReady().then(() => {
    // Asks a name server whether it also speaks HTTPS.
    app.configureHostResolver({ enableBuiltInResolver: false, secureDnsMode: 'off' });
  });
}

/** Call for every session before a window uses it. */
export function silenceSession(session: Session): void {
  // The spell checker fetches a dictionary for each language, whether or not a window wants its spelling checked.
  session.setSpellCheckerLanguages([]);
}

/** Call for every page. */
export function silenceContents(contents: WebContents): void {
  // Peers are reached through a proxy alone, and there is none.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
