// What hands know from other photo apps: context menus, rubber bands, ranges, keys that open and close, the viewer's own keys.

import { describe } from 'vitest';
import { browserPath } from './app.ts';
import { menus } from './habits/menus.ts';
import { picking } from './habits/picking.ts';
import { viewing } from './habits/viewing.ts';
import { around } from './habits/around.ts';
import { begin } from './habits/setting.ts';

describe.skipIf(browserPath === undefined)('habits', { timeout: 40_000 }, () => {
  begin();
  menus();
  picking();
  viewing();
  around();
});
