// The menu bar: what each system expects, and opening a folder. The page has its own controls for everything else.

import { Menu, type MenuItemConstructorOptions } from 'electron';

/** Sets the app's menu; its only entry of our own calls `openFolder`. */
export function setMenu({ openFolder, developer, platform = process.platform }: { openFolder: () => void; developer: boolean; platform?: NodeJS.Platform }): void {
  const mac = platform === 'darwin';
  const items: MenuItemConstructorOptions[] = [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    { label: 'File', submenu: [{ label: 'Open Folder…', accelerator: 'CmdOrCtrl+O', click: openFolder }, { type: 'separator' }, { role: mac ? 'close' : 'quit' }] },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'reload' },
        ...(developer ? [{ role: 'toggleDevTools' } as const] : []),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' }
      ]
    },
    { role: 'windowMenu' }
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(items));
}
