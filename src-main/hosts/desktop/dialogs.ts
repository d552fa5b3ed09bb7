// The system's own dialogs, over the window if there is one.

import { type BrowserWindow, dialog } from 'electron';
import type { Dialogs } from '../host.ts';

export function createDialogs(window: () => BrowserWindow | null): Dialogs {
  return {
    async chooseFolder() {
      const above = window();
      const options = { properties: ['openDirectory' as const] };
      const { canceled, filePaths } = await (above ? dialog.showOpenDialog(above, options) : dialog.showOpenDialog(options));
      return canceled ? null : (filePaths[0] ?? null);
    },
    async saveFile(name) {
      const above = window();
      const options = { defaultPath: name };
      const { canceled, filePath } = await (above ? dialog.showSaveDialog(above, options) : dialog.showSaveDialog(options));
      return canceled || filePath === '' ? null : filePath;
    },
    async openFile(ending) {
      const above = window();
      const options = { properties: ['openFile' as const], filters: [{ name: ending, extensions: [ending] }] };
      const { canceled, filePaths } = await (above ? dialog.showOpenDialog(above, options) : dialog.showOpenDialog(options));
      return canceled ? null : (filePaths[0] ?? null);
    }
  };
}
