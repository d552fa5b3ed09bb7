import { expect, it } from 'vitest';
import { hashText } from '../src-shared/text-hash.ts';

it('names texts apart that differ little, in all 64 bits', () => {
  const texts = Array.from({ length: 300_000 }, (_, at) => `[[${at},"similar",[${at % 7},${at % 11}]]]`);
  const names = texts.map(hashText);
  expect(new Set(names).size).toBe(texts.length); // with 32 bits some ten would be the same
  for (const [from, to] of [[0, 8], [8, 16]] as const) expect(new Set(names.map((name) => name.slice(from, to))).size).toBeGreaterThan(texts.length - 40);
  expect(names.every((name) => /^[0-9a-f]{16}$/.test(name))).toBe(true);
});

it('depends on each character and on their order', () => {
  const text = 'together 한 1 2 3';
  const others = Array.from(text, (_, at) => `${text.slice(0, at)}x${text.slice(at + 1)}`);
  expect(new Set([text, ...others, Array.from(text).reverse().join(''), `${text} `, ''].map(hashText)).size).toBe(text.length + 4);
});
