// docs/security.md names what shows that each threat is met: all of it exists.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

it('every threat in docs/security.md names tests that exist', async () => {
  const rows = (await readFile(join(root, 'docs/security.md'), 'utf8')).split('\n').filter((line) => line.startsWith('| ')).slice(1);
  expect(rows.length).toBeGreaterThan(12);
  for (const row of rows) {
    const named = Array.from(row.matchAll(/`(test\/[^`]+)`/g), ([, path]) => path!);
    expect(named, row).not.toHaveLength(0);
    for (const path of named) expect(existsSync(join(root, path)), path).toBe(true);
  }
});
