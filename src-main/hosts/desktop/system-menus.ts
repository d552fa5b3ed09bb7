// What the system shows of the app outside its window: the menu bar, the dock's menu, the taskbar's list of libraries.
import { app, Menu } from 'electron';
import { basename } from 'node:path';
import { recentLibraries } from '../../store/libraries.ts';
import { type MenuOptions, setMenu } from './menu.ts';
import type { Texts } from './texts.ts';

export interface SystemMenusOptions extends Omit<MenuOptions, 'texts' | 'recent'> {
  readonly dataFolder: string;
  readonly texts: () => Texts;
}

/** Libraries that are listed. */
const MOST_RECENT = 10;

export class SystemMenus {
  readonly #options: SystemMenusOptions;

  constructor(options: SystemMenusOptions) {
    this.#options = options;
  }

  /** Draws them as the libraries and the language are now. */
  draw(): void {
    const { dataFolder, texts, platform = process.platform, ...rest } = this.#options;
    const recent = recentLibraries(dataFolder).filter(({ missing, damaged }) => !missing && !damaged).map(({ folder }) => folder).slice(0, MOST_RECENT);
    const said = texts();
    setMenu({ ...rest, texts: said, recent, platform });
    if (platform === 'darwin') app.dock?.setMenu(Menu.buildFromTemplate(recent.map((folder) => ({ label: basename(folder), click: () => rest.open(folder) }))));
    if (platform === 'win32') {
      const items = recent.map((folder) => ({ type: 'task' as const, title: basename(folder) || folder, description: folder, program: process.execPath, args: `"${folder}"` }));
      app.setJumpList(items.length === 0 ? null : [{ type: 'custom', name: said('menu.openRecent'), items }]);
    }
  }
}
