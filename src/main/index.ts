/** The app's life: one window, one engine, or none and the command line; and nothing before the network is shut. */
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { app, BrowserWindow, dialog, Menu, MessageChannelMain, screen } from 'electron';
import * as v from 'valibot';
import { homeFolder } from '#host/home';
import { findPolicy, ownPolicyFile, type FoundPolicy } from '#host/policy';
import { windowMessages } from '#shared/contract/desktop';
import { headerMessages } from '#shared/messages/header';
import { describeProblem, isProblem, problem, type Problem } from '#shared/messages/problem';
import { leavesOut, leftOut } from '#shared/policy/policy';
import { registerAppScheme, serveAppScheme } from './app-scheme';
import { AskedFiles, canBeTold, filesAmong } from './asked-files';
import { answerCalls } from './desktop';
import { dialogsOf } from './dialogs';
import { EngineHost } from './engine-host';
import { Files } from './files';
import { Kept } from './kept';
import { lentPath } from './lending';
import { Lessons } from './lessons';
import { loomWords, runLoom } from './loom';
import { appPage, devServerOf } from './own';
import { probeProvider } from './probe';
import { forkEngine, forkProbe } from './processes';
import { removeTemporary, usableProfile, usualProfile, type Profile } from './profile';
import { lookAtNetwork } from './reading';
import { RecoveryFolder } from './recovery';
import { forbidNetwork } from './security';
import { silence } from './silence';

/** Set by `npm run dev`. */
const devServer = devServerOf(process.env['ELECTRON_RENDERER_URL'], app.isPackaged);
silence(devServer?.hostname);
registerAppScheme();

/** What a second start tells the first. */
const secondStart = v.object({ file: v.exactOptional(v.string()) });

const asked = new AskedFiles();
const words = loomWords(process.argv);
if (words) runLoom(words);
else await startWindow();

async function startWindow(): Promise<void> {
  const named = filesAmong(process.argv.slice(1), {
    resolve,
    ...(!app.isPackaged && { own: app.getAppPath() }),
  });
  if (!canBeTold(process.argv)) {
    endWith([problem('too-many-named')]);
    return;
  }
  asked.ask(named);
  // macOS names files by events, some of them before the app is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    asked.ask([path]);
  });
  app.on('window-all-closed', () => {
    app.quit();
  });
  // An installed app is decided upon by its administrator alone.
  const found = await findPolicy(ownPolicyFile(app.isPackaged));
  if (found.policy.gpu === false) app.disableHardwareAcceleration();
  if (found.policy.language !== undefined) app.commandLine.appendSwitch('lang', found.policy.language);
  const { platform, env } = process;
  const machine = { platform, env, home: homeFolder(), host: hostname(), temporary: tmpdir() };
  // Chromium takes another folder without a word where the one that was named cannot be used.
  const given = app.commandLine.getSwitchValue('user-data-dir');
  const profile = usableProfile(usualProfile(given ? resolve(given) : undefined, machine), machine);
  if (isProblem(profile)) {
    dialog.showErrorBox(headerMessages.app, describeProblem(profile));
    app.exit(1);
    return;
  }
  app.setPath('userData', profile.own);
  app.setPath('sessionData', profile.caches);
  // Another may start while this one has no window yet. Its words were read where they were given; what they say is another
  // process's, and looked at like it.
  app.on('second-instance', (_event, _words, _folder, told) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized()) window.restore();
    window?.focus();
    const { success, output } = v.safeParse(secondStart, told);
    if (success && output.file !== undefined) asked.ask([output.file]);
  });
  app.on('quit', () => {
    removeTemporary(profile, machine);
  });
  const newest = named.at(-1);
  if (app.requestSingleInstanceLock({ ...(newest !== undefined && { file: newest }) }))
    void app.whenReady().then(() => openWindow(profile, found));
  else await endSecondStart(named);
}

/** The first start shows what is wrong with a file; whoever typed its name reads it where they did. */
async function endSecondStart(named: readonly string[]): Promise<void> {
  const looks = await Promise.all(named.map((path) => lookAtNetwork(path)));
  endWith(looks.filter(isProblem));
}

/** Before there is a window. */
function endWith(wrong: readonly Problem[]): void {
  for (const each of wrong) process.stderr.write(`${describeProblem(each)}\n`);
  app.exit(wrong.length > 0 ? 1 : 0);
}

/** Electron throws where there is none, and the dialogs begin somewhere else then. */
function documentsFolder(): string {
  try {
    return app.getPath('documents');
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('documents'))) throw error;
    return homeFolder();
  }
}

async function openWindow(profile: Profile, { policy, problems }: FoundPolicy): Promise<void> {
  forbidNetwork(devServer);
  serveAppScheme(join(import.meta.dirname, '../renderer'));
  // macOS needs a menu for its editing keys; elsewhere the window has all there is.
  Menu.setApplicationMenu(
    process.platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }])
      : null,
  );
  // On an old laptop the screen is smaller than what is comfortable.
  const { workAreaSize } = screen.getPrimaryDisplay();
  const window = new BrowserWindow({
    width: Math.min(1440, workAreaSize.width),
    height: Math.min(900, workAreaSize.height),
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
  const dialogs = dialogsOf(window);
  const documents = policy.handInFolder ?? documentsFolder();
  const files = new Files({ dialogs, profile: profile.own, documents });
  await files.start();
  const models = join(app.getAppPath(), 'models');
  const engine = new EngineHost({
    window: window.webContents,
    fork: forkEngine,
    find: (file) => lentPath(files.handles, file),
    channel: () => new MessageChannelMain(),
  });
  answerCalls({
    ...{ window, dialogs, files, asked, engine, models },
    recovery: new RecoveryFolder(profile.work, files.handles),
    kept: new Kept(profile.own),
    probe: async (provider) =>
      leavesOut(policy, provider) ? leftOut(provider) : probeProvider(provider, forkProbe),
    lessons: new Lessons(models, policy.lessonFolders),
    start: {
      modesLeftOut: policy.modesLeftOut ?? [],
      problems: [...(profile.problem ? [profile.problem] : []), ...problems],
    },
  });
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
  asked.onAsked(() => {
    // macOS may name a file, and another start may tell one, while the app ends.
    if (!window.isDestroyed()) window.webContents.send(windowMessages.fileAsked);
  });
  await window.loadURL(devServer?.href ?? appPage);
}
