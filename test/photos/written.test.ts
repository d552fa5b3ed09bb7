import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSidecar, readText } from '../../src-main/photos/written.ts';

it.skipIf(process.platform === 'win32')('reads only files, and does not wait for a pipe that is named like a sidecar', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kindred-written-'));
  const pipe = join(folder, 'a.jpg.xmp');
  execFileSync('mkfifo', [pipe]);
  const late = setTimeout(() => writeFileSync(pipe, 'too late'), 5000);
  expect([await readText(pipe), await readSidecar(pipe), await readText(folder)]).toEqual([null, null, null]);
  clearTimeout(late);
  rmSync(folder, { recursive: true });
});
