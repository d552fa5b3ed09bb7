// What the fake Electron offers of the system: programs, pictures, clipboard, notifications, dialogs, the menu. Not a test.

import { EventEmitter } from 'node:events';
import type { SaveDialogOptions, SaveDialogReturnValue } from 'electron';
import { state, type MenuItem } from './state.ts';

let blockers = 0;

export const shell = {
  async trashItem(path: string): Promise<void> {
    state.trashed.push(path);
  },
  /** What the system says went wrong; nothing did for ''. */
  async openPath(path: string): Promise<string> {
    state.opened.push(path);
    return path.endsWith('.odd') ? 'No program is known for it' : '';
  },
  showItemInFolder: (path: string): void => void state.inFolder.push(path)
};

/** A picture that only knows what it was made of. */
class NativeImage {
  readonly from: unknown;
  constructor(from: unknown) {
    this.from = from;
  }
  resize(): this {
    return this;
  }
  toPNG(): Buffer {
    return Buffer.from('png');
  }
}

export const nativeImage = { createFromBuffer: (data: Buffer): NativeImage => new NativeImage(data), createFromPath: (path: string): NativeImage => new NativeImage(path) };

export class ClipboardItem {
  readonly items: Record<string, unknown>;
  constructor(items: Record<string, unknown>) {
    this.items = items;
  }
}

export const clipboard = {
  writeText: async (text: string): Promise<void> => void state.clipboard.push(text),
  write: async ([item]: ClipboardItem[]): Promise<void> => void state.clipboard.push(Object.keys(item?.items ?? {}))
};

export class ShareMenu {
  readonly item: { filePaths?: string[] };
  constructor(item: { filePaths?: string[] }) {
    this.item = item;
  }
  popup(): void {
    state.shared.push(this.item);
  }
}

export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true;
  }
  readonly options: { title: string; body: string };
  constructor(options: { title: string; body: string }) {
    super();
    this.options = options;
  }
  show(): void {
    state.notified.push(this.options);
  }
}

export const powerSaveBlocker = {
  start(kind: 'prevent-app-suspension' | 'prevent-display-sleep'): number {
    state.awake.set(++blockers, kind);
    return blockers;
  },
  stop: (id: number): boolean => state.awake.delete(id)
};

export const powerMonitor = new EventEmitter();

export const screen = { getAllDisplays: (): typeof state.displays => state.displays };

export const nativeTheme = { shouldUseDarkColors: true };

export const dialog = {
  showErrorBox: (title: string, content: string): void => void state.errors.push({ title, content }),
  showMessageBox: (_window: unknown, options: { message: string; buttons: string[] }): Promise<{ response: number }> => {
    state.messages.push(options);
    return Promise.resolve({ response: state.messageResponse });
  },
  showOpenDialog: (): Promise<typeof state.chosen> => Promise.resolve(state.chosen),
  showSaveDialog(...given: [unknown, SaveDialogOptions] | [SaveDialogOptions]): Promise<SaveDialogReturnValue> {
    state.saveDialogs.push(given.at(-1) as SaveDialogOptions); // the last of either form
    return Promise.resolve(state.savedTo);
  }
};

export const Menu = {
  buildFromTemplate: (items: MenuItem[]): MenuItem[] => items,
  setApplicationMenu: (items: MenuItem[]): void => void (state.menu = items)
};
