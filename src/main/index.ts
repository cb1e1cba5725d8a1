/** The app's life: one window, one engine, or none and the command line; and nothing before the network is shut. */
import { join } from 'node:path';
import { app, BrowserWindow, Menu } from 'electron';
import { windowMessages } from '#shared/contract/desktop';
import { headerMessages } from '#shared/messages/header';
import { registerAppScheme, serveAppScheme } from './app-scheme';
import { answerCalls } from './desktop';
import { dialogsOf } from './dialogs';
import { EngineHost } from './engine-host';
import { Files } from './files';
import { loomWords, runLoom } from './loom';
import { appPage, devServerOf } from './own';
import { RecoveryFolder } from './recovery';
import { forbidNetwork } from './security';
import { silence } from './silence';

/** Set by `npm run dev`. */
const devServer = devServerOf(process.env['ELECTRON_RENDERER_URL'], app.isPackaged);
silence(devServer?.hostname);
registerAppScheme();

const words = loomWords(process.argv);
if (words) runLoom(words);
else startWindow();

function startWindow(): void {
  if (app.requestSingleInstanceLock()) void app.whenReady().then(openWindow);
  else app.quit();
  app.on('window-all-closed', () => {
    app.quit();
  });
}

async function openWindow(): Promise<void> {
  forbidNetwork(devServer);
  serveAppScheme(join(import.meta.dirname, '../renderer'));
  // macOS needs a menu for its editing keys; elsewhere the window has all there is.
  Menu.setApplicationMenu(
    process.platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }])
      : null,
  );
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: headerMessages.app,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  const engine = new EngineHost(window.webContents);
  const dialogs = dialogsOf(window);
  const profile = app.getPath('userData');
  const files = new Files({ dialogs, profile, documents: app.getPath('documents') });
  await files.start();
  const recovery = new RecoveryFolder(profile, files.handles);
  answerCalls({ window, dialogs, files, recovery, engine, models: join(app.getAppPath(), 'models') });
  window.once('ready-to-show', () => {
    window.show();
  });
  window.on('close', (event) => {
    // A window that cannot answer is closed at once; its work is in the recovery file.
    if (window.webContents.isCrashed()) return;
    event.preventDefault();
    window.webContents.send(windowMessages.closeAsked);
  });
  // Loaded anew, it brings back the unsaved work and says so.
  window.webContents.on('render-process-gone', () => window.webContents.reload());
  window.on('closed', () => {
    engine.close();
  });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  await window.loadURL(devServer?.href ?? appPage);
}
