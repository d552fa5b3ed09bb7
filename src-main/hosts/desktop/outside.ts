// The system's clipboard, programs, file manager, dragging and notifications, for the window. Thin: what is asked is decided in handlers/desktop.ts.

import { type BrowserWindow, clipboard, ClipboardItem, nativeImage, Notification, ShareMenu, shell } from 'electron';
import { join } from 'node:path';
import type { Outside } from '../host.ts';
import { resourcesFolder } from '../resources.ts';
import { showWindow } from './window.ts';

export function createOutside(window: () => BrowserWindow | null): Outside {
  return {
    copyText: (text) => clipboard.writeText(text),
    copyImage(picture) {
      const png = nativeImage.createFromBuffer(Buffer.from(picture)).toPNG(); // which every program takes
      return clipboard.write([new ClipboardItem({ 'image/png': new Blob([new Uint8Array(png)], { type: 'image/png' }) })]);
    },
    async open(path) {
      const failed = await shell.openPath(path);
      if (failed !== '') throw new Error(failed);
    },
    showInFolder: (path) => shell.showItemInFolder(path),
    ...(process.platform === 'darwin' && {
      share: (paths: readonly string[]) => {
        const above = window();
        new ShareMenu({ filePaths: [...paths] }).popup(above ? { window: above } : {});
      }
    }),
    drag(paths, picture) {
      const [file] = paths;
      if (file === undefined) return;
      // a drag without a picture is refused by some systems
      const icon = picture ? nativeImage.createFromBuffer(Buffer.from(picture)).resize({ height: 96 }) : nativeImage.createFromPath(join(resourcesFolder, 'icons/64x64.png'));
      window()?.webContents.startDrag({ file, files: [...paths], icon });
    },
    notify(title, body) {
      if (!Notification.isSupported()) return;
      const notification = new Notification({ title, body });
      notification.on('click', () => {
        const above = window();
        if (above) showWindow(above);
      });
      notification.show();
    }
  };
}
