// The desktop app: lifecycle and one window. Requests are handled by handlers.ts, the same as in a browser.

import { app, BrowserWindow, dialog, ipcMain, powerSaveBlocker, protocol, session, shell } from 'electron';
import { join, resolve } from 'node:path';
import { startProcessesBy } from './workers/worker-start.ts';
import { dataFolder } from './data-folder.ts';
import { openLog } from './diagnostics/open-log.ts';
import { createHandlers } from './handlers.ts';
import { answer } from './hosts/answer.ts';
import { isPageFrame, scheme } from './hosts/desktop/addresses.ts';
import { eventChannel, requestChannel } from './hosts/desktop/channels.ts';
import { createDialogs } from './hosts/desktop/dialogs.ts';
import { setMenu } from './hosts/desktop/menu.ts';
import { createOutside } from './hosts/desktop/outside.ts';
import { PagesOfWindows } from './hosts/desktop/page-of-window.ts';
import { createPages } from './hosts/desktop/pages.ts';
import { closeSession } from './hosts/desktop/session.ts';
import { startUtilityProcess } from './hosts/desktop/utility-process.ts';
import { openWindow, showWindow } from './hosts/desktop/window.ts';
import { createEventHub } from './hosts/events.ts';
import { failureOf } from './failure.ts';
import type { App } from './hosts/host.ts';
import { appFolder, rendererFolder } from './hosts/resources.ts';
import { widenThreadPool } from './photos/thread-pool.ts';

widenThreadPool();

const folderArgument = readFolder(process.argv.slice(app.isPackaged ? 1 : 2));
const data = dataFolder();

app.setPath('userData', data); // the same libraries as the command line's
app.enableSandbox();
protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }]);
if (process.platform === 'linux') {
  // without these Chromium offers no WebGPU adapter on Linux
  app.commandLine.appendSwitch('enable-unsafe-webgpu');
  app.commandLine.appendSwitch('enable-features', 'Vulkan');
}

// pass the folder resolved: the first instance runs in another working directory
if (app.requestSingleInstanceLock({ folder: folderArgument })) void app.whenReady().then(start).catch(fail);
else app.quit();

function start(): void {
  startProcessesBy(startUtilityProcess);
  let window: BrowserWindow | null = null;
  const dialogs = createDialogs(() => window);
  const events = createEventHub();
  const log = openLog(data);
  app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName = '' }) => log.write('process', `${type} ${serviceName} ended: ${reason}, exit code ${exitCode}`));
  const kindred = createHandlers({ host: 'electron', dataFolder: data, events, log, dialogs, outside: createOutside(() => window), stayAwake, trashItem: (path) => shell.trashItem(path), locale: app.getLocale(), version: app.getVersion() });

  closeSession(session.defaultSession, createPages(kindred, rendererFolder));
  ipcMain.handle(requestChannel, (event, name: unknown, input: unknown, library: unknown) => {
    if (!isPageFrame(event.senderFrame)) throw new Error('Only the Kindred page may send requests.');
    return answer(kindred, name, input, library);
  });
  events.listen(({ name, payload, library }) => {
    if (window && !window.isDestroyed()) window.webContents.send(eventChannel, name, payload, library);
  });
  const pages = new PagesOfWindows(kindred.pages);
  let quitting = false;
  app.on('before-quit', () => (quitting = true));

  const show = (): void => {
    if (window) return showWindow(window);
    window = openWindow({ dataFolder: data, preload: join(appFolder, 'out/preload/preload.cjs'), developer: !app.isPackaged });
    window.on('closed', () => (window = null));
    window.webContents.on('render-process-gone', (_gone, { reason, exitCode }) => log.write('window', `its page ended: ${reason}, exit code ${exitCode}`));
    pages.closeGently(window, () => {
      if (quitting) app.quit(); // the open window had held it back
    });
  };
  const open = async (folder: string): Promise<void> => {
    await kindred.offer(folder).catch((error: unknown) => dialog.showErrorBox('This folder was not opened', failureOf(error).message));
  };

  setMenu({
    developer: !app.isPackaged,
    openFolder: () => void dialogs.chooseFolder().then((folder) => (folder === null ? undefined : open(folder)))
  });
  app.on('second-instance', (_event, _argv, _workingDirectory, given) => {
    show();
    const folder = folderGiven(given);
    if (folder !== null) void open(folder);
  });
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  closeBeforeQuit(kindred);

  show();
  if (folderArgument !== null) void open(folderArgument);
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
    const late = new Promise<void>((resolve) => setTimeout(resolve, 10_000));
    void Promise.race([kindred.close(), late]).catch(failureOf).then(() => app.exit(0));
  });
}

function fail(error: unknown): void {
  dialog.showErrorBox('Kindred did not start', failureOf(error).message);
  app.exit(1);
}

function readFolder(args: readonly string[]): string | null {
  const folder = args.find((arg) => !arg.startsWith('-')); // Chromium's own switches may be among them
  return folder === undefined ? null : resolve(folder);
}

function folderGiven(given: unknown): string | null {
  const folder = typeof given === 'object' && given !== null && 'folder' in given ? given.folder : null;
  return typeof folder === 'string' ? folder : null;
}
