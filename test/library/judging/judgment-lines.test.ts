import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Origin } from '../../../src-shared/contract.ts';
import { readLines, writeLines } from '../../../src-main/library/judging/judgment-lines.ts';
import { toPayload } from '../../../src-main/store/statement.ts';
import { madeHash } from '../../store/made-store.ts';
import { anyStatement } from '../../store/any-statement.ts';
import { growth } from '../../growth.ts';
import { volunteered } from '../../origins.ts';

const anyOrigin: fc.Arbitrary<Origin> = fc.oneof(
  fc.record({ kind: fc.constant('asked' as const), probability: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('volunteered' as const), height: fc.option(fc.double({ min: 0, max: 9, noNaN: true })) })
);
const anyLine = fc.record({ lens: fc.option(fc.string()), statement: anyStatement, origin: anyOrigin, madeAt: fc.nat() })
  .map(({ lens, statement, origin, madeAt }) => ({ lens, kind: statement.kind, payload: toPayload(statement, (id) => ({ hash: madeHash(String(id)), picture: id % 3 === 0 ? null : madeHash(`picture ${id}`) })), origin, madeAt }));

it('reads back what it wrote, but for the origins, which are those of another library', () => {
  fc.assert(fc.property(fc.array(anyLine), (lines) => {
    const text = writeLines(lines);
    expect(text.trimEnd().split('\n').slice(1).map((line) => (JSON.parse(line) as { origin: unknown }).origin)).toEqual(JSON.parse(JSON.stringify(lines.map(({ origin }) => origin))));
    const { lines: read, damaged } = readLines(text);
    expect(damaged).toEqual([]);
    expect(read).toEqual(lines.map((line, at) => ({ ...line, origin: volunteered, line: at + 2 })));
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
  ['pictures of fewer photos', JSON.stringify({ ...good, pictures: [null] }), '"pictures"'],
  ['no time', JSON.stringify({ ...good, madeAt: null }), 'madeAt'],
  ['a number for a lens', JSON.stringify({ ...good, lens: 3 }), '"lens"']
])('tells the number of a line with %s, and goes on', (_what, line, reason) => {
  const { lines, damaged } = readLines(`${JSON.stringify(good)}\n\n${line}\r\n${JSON.stringify(good)}`);
  expect(lines.map((read) => read.line)).toEqual([1, 4]);
  expect(damaged).toEqual([{ line: 3, reason: expect.stringContaining(reason) as string }]);
});

it('gives up on a file that is something else before it has read all of it', () => {
  const wrong = 'a,b,c\n'.repeat(5_000_000);
  expect(() => readLines(wrong)).toThrow(expect.objectContaining({ code: 'bad-request', message: expect.stringContaining('of its first 1001 lines 1001 hold none') as string }));
  const files = new Map([50_000, 30_000_000].map((length) => [length, wrong.slice(0, length)]));
  // 600 times the file takes no longer
  expect(growth((length) => expect(() => readLines(files.get(length)!)).toThrow(), 50_000, 30_000_000)).toBeLessThan(10);
  const half = `${JSON.stringify(good)}\n`.repeat(2000) + 'a,b,c\n'.repeat(1500);
  expect(readLines(half)).toMatchObject({ lines: { length: 2000 }, damaged: { length: 1500 } });
});

it('reads a file of an earlier version, which names no pictures and no origins', () => {
  expect(readLines(JSON.stringify(good)).lines).toEqual([{ lens: null, kind: 'similar', payload: { photos: good.photos }, origin: volunteered, madeAt: 1, line: 1 }]);
});
