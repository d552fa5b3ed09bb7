// The one window: sandboxed, showing the app's own page and nothing else.

import { BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import { join } from 'node:path';
import { resourcesFolder } from '../resources.ts';
import { isPage, pageUrl } from './addresses.ts';
import type { Texts } from './texts.ts';
import { readWindowState, smallest, writeWindowState } from './window-state.ts';

/** Opens the window at its last position; `preload` is the path of the bundled preload script. */
export function openWindow({ dataFolder, preload, developer, texts }: { dataFolder: string; preload: string; developer: boolean; texts: () => Texts }): BrowserWindow {
  const state = readWindowState(dataFolder, screen.getAllDisplays().map((display) => display.workArea));
  const window = new BrowserWindow({
    ...state.place,
    width: state.width,
    height: state.height,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Kindred',
    // on macOS and Windows the packaged app contains the icon
    icon: join(resourcesFolder, 'icons/512x512.png'),
    // visible until the page is drawn
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#141416' : '#fafafa',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: developer
    }
  });
  if (state.maximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => save(window, dataFolder));
  keepInside(window);
  offerReload(window, texts);
  void window.loadURL(pageUrl);
  return window;
}

/** Brings the window to the front. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function save(window: BrowserWindow, dataFolder: string): void {
  try {
    writeWindowState(dataFolder, window.getNormalBounds(), window.isMaximized());
  } catch (error) {
    console.error('The window position was not saved:', error); // a full disk must not keep the window open
  }
}

/** The page may reload itself and nothing else: no other address, no other window, no embedded page. */
function keepInside({ webContents }: BrowserWindow): void {
  const keep = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!isPage(event.url)) event.preventDefault();
  };
  webContents.on('will-navigate', keep);
  webContents.on('will-redirect', keep);
  webContents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault();
    else keep(event);
  });
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** The library lives in the main process: a crashed page has lost nothing and can be reloaded. */
function offerReload(window: BrowserWindow, texts: () => Texts): void {
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    void dialog
      .showMessageBox(window, {
        type: 'error',
        message: texts()('desktop.pageEnded'),
        detail: texts()('desktop.pageEnded.text', { reason }),
        buttons: [texts()('desktop.reload'), texts()('desktop.close')],
        defaultId: 0,
        cancelId: 1
      })
      .then(({ response }) => {
        if (window.isDestroyed()) return;
        if (response === 0) window.webContents.reload();
        else window.close();
      });
  });
}
