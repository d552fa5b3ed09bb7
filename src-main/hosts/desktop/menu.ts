// The menu bar: what each system expects of one, in its place and with its keys. What the page does itself, it is told to do; keys that the page
// hears itself are only shown. What Electron does by a role is named here too: its own names follow the system's language, or none.

import { Menu, type MenuItemConstructorOptions } from 'electron';
import { basename } from 'node:path';
import type { MenuCommand } from '../../../src-shared/contract.ts';
import type { Texts } from './texts.ts';

export interface MenuOptions {
  readonly texts: Texts;
  /** Folders of libraries, opened last first. */
  readonly recent: readonly string[];
  readonly openFolder: () => void;
  readonly open: (folder: string) => void;
  readonly tell: (command: MenuCommand) => void;
  readonly developer: boolean;
  readonly platform?: NodeJS.Platform;
}

type Role = NonNullable<MenuItemConstructorOptions['role']>;

/** Screens with the numbers of their keys, as the page has them (keyboard/keys.ts). */
const SCREENS: readonly (readonly [command: MenuCommand, text: string])[] = [
  ['groups', 'nav.groups'], ['singles', 'nav.singles'], ['all', 'nav.all'], ['duplicates', 'nav.duplicates'], ['review', 'nav.review'], ['learn', 'nav.learn'], ['albums', 'nav.albums'], ['map', 'nav.map']
];

/** Sets the app's menu. */
export function setMenu({ texts, recent, openFolder, open, tell, developer, platform = process.platform }: MenuOptions): void {
  const mac = platform === 'darwin';
  const separator = { type: 'separator' } as const;
  const of = (text: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({ label: texts(text), click: () => tell(command), ...(accelerator !== undefined && { accelerator, registerAccelerator: false }) });
  const settings: MenuItemConstructorOptions = { label: texts('menu.settings'), accelerator: 'CmdOrCtrl+,', click: () => tell('settings') };
  const by = (role: Role, text: string): MenuItemConstructorOptions => ({ role, label: texts(`menu.${text}`) });
  const about = of('about.open', 'about');
  const items: MenuItemConstructorOptions[] = [
    ...(mac ? [{ label: 'Kindred', submenu: [about, separator, settings, separator, by('services', 'services'), separator, by('hide', 'hide'), by('hideOthers', 'hideOthers'), by('unhide', 'showAll'), separator, by('quit', 'quit')] } satisfies MenuItemConstructorOptions] : []),
    {
      label: texts('menu.file'),
      submenu: [
        { label: texts('menu.openFolder'), accelerator: 'CmdOrCtrl+O', click: openFolder },
        { label: texts('menu.openRecent'), enabled: recent.length > 0, submenu: recent.map((folder) => ({ label: basename(folder) || folder, sublabel: folder, toolTip: folder, click: () => open(folder) })) },
        separator,
        of('backup.open', 'backup'),
        of('restore.open', 'restore'),
        of('import.open', 'import'),
        ...(mac ? [] : [separator, settings]),
        separator,
        mac ? by('close', 'close') : by('quit', 'quit')
      ]
    },
    {
      label: texts('menu.edit'),
      submenu: [
        by('undo', 'undo'), by('redo', 'redo'), separator, by('cut', 'cut'), by('copy', 'copy'), by('paste', 'paste'), ...(mac ? [by('pasteAndMatchStyle', 'pasteStyle')] : []), by('delete', 'delete'), separator,
        by('selectAll', 'selectAll')
      ]
    },
    {
      label: texts('menu.view'),
      submenu: [
        ...SCREENS.map(([command, text], at) => of(text, command, `CmdOrCtrl+${at + 1}`)),
        separator,
        by('reload', 'reload'),
        ...(developer ? [by('toggleDevTools', 'developer')] : []),
        separator,
        by('resetZoom', 'actualSize'),
        by('zoomIn', 'zoomIn'),
        by('zoomOut', 'zoomOut'),
        separator,
        by('togglefullscreen', 'fullScreen')
      ]
    },
    // macOS adds the open windows to a menu of this role, and a search to that of help
    { ...by('window', 'window'), submenu: [by('minimize', 'minimize'), by('zoom', 'zoom'), separator, mac ? by('front', 'front') : by('close', 'close')] },
    { ...by('help', 'help'), submenu: [of('shortcuts.title', 'shortcuts'), of('diagnostics.open', 'diagnostics'), ...(mac ? [] : [separator, about])] }
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(items));
}
