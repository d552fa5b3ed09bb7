// Duplicates in a real browser: the list, one set after another by keys, undo, many at once, the rules. On drawn pictures and copies of them: byte
// by byte, compressed again, smaller, turned.

import { describe } from 'vitest';
import { browserPath } from './app.ts';
import { deciding } from './duplicates/deciding.ts';
import { many } from './duplicates/many.ts';
import { removing } from './duplicates/removing.ts';
import { begin } from './duplicates/setting.ts';

describe.skipIf(browserPath === undefined)('duplicates', () => {
  begin();
  deciding();
  many();
  removing();
});
