// The desktop app: lifecycle and one window. Requests are handled by handlers.ts, the same as in a browser.

import { app, BrowserWindow, dialog, ipcMain, powerMonitor, powerSaveBlocker, protocol, session, shell } from 'electron';
import { join } from 'node:path';
import type { Language } from '../src-shared/contract.ts';
import { startProcessesBy } from './workers/worker-start.ts';
import { dataFolder } from './data-folder.ts';
import { openLog } from './diagnostics/open-log.ts';
import { createHandlers } from './handlers.ts';
import { answer } from './hosts/answer.ts';
import { isPageFrame, scheme } from './hosts/desktop/addresses.ts';
import { eventChannel, requestChannel } from './hosts/desktop/channels.ts';
import { createDialogs } from './hosts/desktop/dialogs.ts';
import { gpuSwitches } from './hosts/desktop/gpu-switches.ts';
import { imageAt, pathAmong, pathGiven } from './hosts/desktop/given.ts';
import { createOutside } from './hosts/desktop/outside.ts';
import { PagesOfWindows } from './hosts/desktop/page-of-window.ts';
import { createPages } from './hosts/desktop/pages.ts';
import { WindowProgress } from './hosts/desktop/progress.ts';
import { closeSession } from './hosts/desktop/session.ts';
import { SystemMenus } from './hosts/desktop/system-menus.ts';
import { textsFor } from './hosts/desktop/texts.ts';
import { feedOf } from './hosts/desktop/updates/feed.ts';
import { AppUpdates } from './hosts/desktop/updates/updates.ts';
import { startUtilityProcess } from './hosts/desktop/utility-process.ts';
import { openWindow, showWindow } from './hosts/desktop/window.ts';
import { createEventHub } from './hosts/events.ts';
import { failureOf } from './failure.ts';
import type { App } from './hosts/host.ts';
import { appFolder, rendererFolder } from './hosts/resources.ts';
import { widenThreadPool } from './photos/thread-pool.ts';
import { readSettings } from './settings.ts';

/** Longer than closing takes; work that is under way is continued at the next start. */
const CLOSING_MS = 5000;

widenThreadPool();

const given = pathAmong(process.argv.slice(app.isPackaged ? 1 : 2));
const data = dataFolder();
/** Files that macOS has the app open before it is ready. */
const early: string[] = given === null ? [] : [given];
let openGiven = (path: string): void => void early.push(path);

app.setPath('userData', data); // the same libraries as the command line's
app.enableSandbox();
protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }]);
for (const [name, value] of gpuSwitches()) app.commandLine.appendSwitch(name, value);
app.on('open-file', (event, path) => {
  event.preventDefault();
  openGiven(path);
});

// pass the path resolved: the first instance runs in another working directory
if (app.requestSingleInstanceLock({ path: given })) void app.whenReady().then(start).catch(fail);
else app.quit();

async function start(): Promise<void> {
  startProcessesBy(startUtilityProcess);
  let window: BrowserWindow | null = null;
  const dialogs = createDialogs(() => window);
  const events = createEventHub();
  const log = openLog(data);
  app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName = '' }) => log.write('process', `${type} ${serviceName} ended: ${reason}, exit code ${exitCode}`));
  const feed = feedOf({ packaged: app.isPackaged, folder: appFolder, resources: process.resourcesPath, platform: process.platform, env: process.env });
  const updates = feed && new AppUpdates({ feed: new URL(feed.address).host, open: async (unheard) => (await import('./hosts/desktop/updates/updater.ts')).openUpdater(feed, unheard), tell: (state) => events.emit('updates.changed', state) });
  const kindred = createHandlers({ host: 'electron', dataFolder: data, events, log, dialogs, outside: createOutside(() => window), updates, stayAwake, trashItem: (path) => shell.trashItem(path), locale: app.getLocale(), version: app.getVersion() });

  let language: Language = 'system';
  const texts = (): ReturnType<typeof textsFor> => textsFor(language, app.getLocale());
  const open = async (path: string): Promise<void> => {
    try {
      const image = await imageAt(path);
      if (image) kindred.offerImage(image);
      else await kindred.offer(path);
    } catch (error) {
      dialog.showErrorBox(texts()('desktop.notOpened'), failureOf(error).message);
    }
  };
  const menus = new SystemMenus({
    dataFolder: data, texts, open: (folder) => void open(folder), developer: !app.isPackaged, tell: (command) => events.emit('menu.chosen', command),
    openFolder: () => void dialogs.chooseFolder().then((folder) => (folder === null ? undefined : open(folder)))
  });

  closeSession(session.defaultSession, createPages(kindred, rendererFolder));
  ipcMain.handle(requestChannel, async (event, name: unknown, input: unknown, library: unknown) => {
    if (!isPageFrame(event.senderFrame)) throw new Error('Only the Kindred page may send requests.');
    const answered = await answer(kindred, name, input, library);
    if (name === 'settings.write') void speak();
    if (name === 'library.open' || name === 'library.forget') menus.draw();
    return answered;
  });
  const progress = new WindowProgress((share) => window?.setProgressBar(share));
  events.listen(({ name, payload, library }) => {
    progress.hear(name, payload, library);
    if (name === 'library.offered') menus.draw();
    if (window && !window.isDestroyed()) window.webContents.send(eventChannel, name, payload, library);
  });
  const speak = async (): Promise<void> => {
    language = (await readSettings(data)).language;
    menus.draw();
  };
  const pages = new PagesOfWindows(kindred.pages);
  let quitting = false;
  app.on('before-quit', () => (quitting = true));

  const show = (): void => {
    if (window) return showWindow(window);
    window = openWindow({ dataFolder: data, preload: join(appFolder, 'out/preload/preload.cjs'), developer: !app.isPackaged, texts });
    window.on('closed', () => (window = null));
    window.webContents.on('render-process-gone', (_gone, { reason, exitCode }) => log.write('window', `its page ended: ${reason}, exit code ${exitCode}`));
    pages.closeGently(window, () => {
      if (quitting) app.quit(); // the open window had held it back
    });
  };

  app.on('second-instance', (_event, _argv, _workingDirectory, passed) => {
    show();
    const path = pathGiven(passed);
    if (path !== null) void open(path);
  });
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  heedPower(kindred);
  closeBeforeQuit(kindred);

  menus.draw();
  show();
  openGiven = (path) => {
    show();
    void open(path);
  };
  for (const path of early) void open(path);
  await speak();
  await updates?.turn((await readSettings(data)).lookForUpdates);
}

/** Learning does not empty a battery, and its budget does not run while the computer sleeps. */
function heedPower({ power }: Pick<App, 'power'>): void {
  powerMonitor.on('on-battery', () => power.begin('battery'));
  powerMonitor.on('on-ac', () => void power.end('battery'));
  powerMonitor.on('suspend', () => power.begin('sleep'));
  powerMonitor.on('resume', () => void power.end('sleep'));
}

/** Keeps the system from suspending until the returned function is called; the screen may turn off. */
function stayAwake(): () => void {
  const id = powerSaveBlocker.start('prevent-app-suspension');
  return () => void powerSaveBlocker.stop(id);
}

/** Quitting waits for the libraries to close, but not forever. */
function closeBeforeQuit(kindred: Pick<App, 'close'>): void {
  let closing = false;
  app.on('will-quit', (event) => {
    event.preventDefault(); // however often quit is requested meanwhile
    if (closing) return;
    closing = true;
    const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSING_MS));
    void Promise.race([kindred.close(), late]).catch(failureOf).then(() => app.exit(0));
  });
}

function fail(error: unknown): void {
  dialog.showErrorBox(textsFor('system', app.getLocale())('desktop.notStarted'), failureOf(error).message);
  app.exit(1);
}
