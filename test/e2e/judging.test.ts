// Everything a user can say about photos and groups, in a real browser: gestures by keys and by dragging, degrees and rankings,
// why photos are together, contradictions with their chain, lenses, and answers as a file.

import { describe } from 'vitest';
import { browserPath } from './app.ts';
import { saying } from './judging/saying.ts';
import { contradicting } from './judging/contradicting.ts';
import { lenses } from './judging/lenses.ts';
import { begin } from './judging/setting.ts';

describe.skipIf(browserPath === undefined)('what a user says', () => {
  begin();
  saying();
  contradicting();
  lenses();
});
