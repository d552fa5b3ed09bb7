import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readLines, writeLines } from '../../../src-main/library/judging/judgment-lines.ts';
import { toPayload } from '../../../src-main/store/statement.ts';
import { madeHash } from '../../store/made-store.ts';
import { anyStatement } from '../../store/any-statement.ts';

const anyLine = fc.record({ lens: fc.option(fc.string()), statement: anyStatement, madeAt: fc.nat() })
  .map(({ lens, statement, madeAt }) => ({ lens, kind: statement.kind, payload: toPayload(statement, (id) => madeHash(String(id))), madeAt }));

it('reads back what it wrote', () => {
  fc.assert(fc.property(fc.array(anyLine), (lines) => {
    const { lines: read, damaged } = readLines(writeLines(lines));
    expect(damaged).toEqual([]);
    expect(read).toEqual(lines.map((line, at) => ({ ...line, line: at + 2 })));
  }));
});

const hash = madeHash('a');
const good = { kind: 'similar', photos: [hash, madeHash('b')], madeAt: 1 };
it.each<[string, string, string]>([
  ['no JSON', '{"kind":"similar"', 'this is no JSON'],
  ['a list', '[]', 'expected an object'],
  ['another format', '{"format":"csv","version":1}', 'expected kindred-judgments version 1'],
  ['a later version', '{"format":"kindred-judgments","version":2}', 'expected kindred-judgments version 1'],
  ['an unknown kind', JSON.stringify({ ...good, kind: 'maybe' }), 'got "maybe"'],
  ['no kind', JSON.stringify({ photos: good.photos, madeAt: 1 }), 'got nothing'],
  ['a path for a hash', JSON.stringify({ ...good, photos: ['a.jpg', hash] }), 'SHA-256'],
  ['a photo with itself', JSON.stringify({ ...good, photos: [hash, hash] }), 'one photo twice'],
  ['three photos for two', JSON.stringify({ ...good, photos: [hash, madeHash('b'), madeHash('c')] }), 'takes 2 photos, got 3'],
  ['no degree', JSON.stringify({ ...good, kind: 'degree' }), 'from 0 to 1, got none'],
  ['a degree of 2', JSON.stringify({ ...good, kind: 'degree', degree: 2 }), 'from 0 to 1, got 2'],
  ['no time', JSON.stringify({ ...good, madeAt: null }), 'madeAt'],
  ['a number for a lens', JSON.stringify({ ...good, lens: 3 }), '"lens"']
])('tells the number of a line with %s, and goes on', (_what, line, reason) => {
  const { lines, damaged } = readLines(`${JSON.stringify(good)}\n\n${line}\r\n${JSON.stringify(good)}`);
  expect(lines.map((read) => read.line)).toEqual([1, 4]);
  expect(damaged).toEqual([{ line: 3, reason: expect.stringContaining(reason) as string }]);
});
