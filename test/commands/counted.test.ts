import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { counted } from '../../src-main/commands/counted.ts';

it('names one in the singular, and any other number in the plural', () => {
  expect([0, 1, 2, 11].map((count) => counted(count, 'answer'))).toEqual(['0 answers', '1 answer', '2 answers', '11 answers']);
  expect([1, 2].map((count) => counted(count, 'entry', 'entries'))).toEqual(['1 entry', '2 entries']);
});

it('is how every command counts: no text has a number before a plural', () => {
  const commands = join(import.meta.dirname, '../../src-main/commands');
  const plurals = /\$\{[^{}]*\} (?:single |group |held-out |damaged )?(?:answers|photos|files|problems|groups|names|entries|judgments|lines|folders|arguments?)\b(?!\/s)/;
  const written = readdirSync(commands).flatMap((name) => readFileSync(join(commands, name), 'utf8').split('\n').filter((line) => plurals.test(line)).map((line) => `${name}: ${line.trim()}`));
  // more than one
  expect(written.filter((line) => !line.includes('folders.length > 1'))).toEqual([]);
});
