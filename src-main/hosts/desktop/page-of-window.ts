// Which page a window shows: a page announces its name each time it loads, and a closing window lets its page store unsaved changes first.

import { type BrowserWindow, ipcMain, type WebContents } from 'electron';
import type { Pages } from '../host.ts';
import { isPageFrame } from './addresses.ts';
import { pageChannel } from './channels.ts';

interface Shown {
  readonly page: string;
  readonly leave: (now?: boolean) => void;
}

/** Tracks pages by the window they are in. */
export class PagesOfWindows {
  readonly #pages: Pages;
  readonly #shown = new Map<WebContents, Shown>();

  constructor(pages: Pages) {
    this.#pages = pages;
    ipcMain.on(pageChannel, ({ sender, senderFrame }, page: unknown) => {
      if (!isPageFrame(senderFrame) || typeof page !== 'string' || !/^[\w-]{1,64}$/.test(page)) return;
      if (!this.#shown.has(sender)) sender.once('destroyed', () => this.#leave(sender, true));
      this.#leave(sender); // the previous page was reloaded
      this.#shown.set(sender, { page, leave: this.#pages.arrive(page) });
    });
  }

  /** Closes the window once its page has stored its unsaved changes, then calls `closed`. */
  closeGently(window: BrowserWindow, closed: () => void): void {
    let closing = false;
    window.on('close', (event) => {
      const shown = this.#shown.get(window.webContents);
      if (!shown) return;
      event.preventDefault();
      if (closing) return;
      closing = true;
      void this.#pages.flush(shown.page).finally(() => {
        window.destroy();
        closed();
      });
    });
    window.webContents.on('render-process-gone', () => this.#leave(window.webContents));
  }

  #leave(contents: WebContents, now = false): void {
    this.#shown.get(contents)?.leave(now);
    this.#shown.delete(contents);
  }
}
