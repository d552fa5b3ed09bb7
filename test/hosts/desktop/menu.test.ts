// Every entry of the menus says what it does in Kindred's language, whatever the system's is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MenuItem } from './electron/state.ts';

vi.mock('electron', () => import('./made-electron.ts'));
const { setMenu } = await import('../../../src-main/hosts/desktop/menu.ts');
const { textsFor } = await import('../../../src-main/hosts/desktop/texts.ts');
const { state } = await import('./electron/state.ts');

const all = (items: readonly MenuItem[] | null | undefined): MenuItem[] => (items ?? []).flatMap((item) => [item, ...all(item.submenu)]);
const draw = (language: 'en' | 'ko', platform: NodeJS.Platform): MenuItem[] => {
  setMenu({ texts: textsFor(language, 'de-DE'), recent: ['/photos/Summer'], openFolder: () => undefined, open: () => undefined, tell: () => undefined, developer: true, platform });
  return all(state.menu).filter(({ type }) => type !== 'separator');
};
beforeEach(() => void (state.menu = null));

describe.each(['linux', 'win32', 'darwin'] as const)('on %s', (platform) => {
  it('no entry is left to the system to name, and none is named in another language', () => {
    for (const item of draw('en', platform)) expect(item.label, JSON.stringify(item)).toMatch(/^[\x20-\x7e…]+$/);
    for (const item of draw('ko', platform)) if (!['Kindred', 'Summer'].includes(item.label!)) expect(item.label, JSON.stringify(item)).toMatch(/[가-힣]/);
  });

  it('has what belongs into one: editing, sizes, the window, a way to quit', () => {
    const roles = draw('en', platform).flatMap(({ role }) => role ?? []);
    for (const role of ['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll', 'reload', 'resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen', 'minimize', 'close', 'quit', 'help', 'window']) expect(roles, role).toContain(role);
    for (const role of ['services', 'hide', 'hideOthers', 'unhide', 'front']) expect(roles.includes(role), role).toBe(platform === 'darwin');
    expect(new Set(roles).size).toBe(roles.length);
  });
});

it('knows every role by the name that Electron has for it', () => {
  const declared = readFileSync(join(import.meta.dirname, '../../../node_modules/electron/electron.d.ts'), 'utf8');
  const [, names = ''] = /interface MenuItemConstructorOptions \{[\s\S]*?\n\s*role\?: \(([^)]*)\)/.exec(declared) ?? [];
  for (const platform of ['linux', 'darwin'] as const) for (const { role } of draw('en', platform)) if (role) expect(names).toContain(`'${role}'`);
});
