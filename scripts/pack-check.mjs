// `npm run pack:check`: packs the app with a stand-in for Electron's runtime and tries what was packed (test/packed/check.ts). `--keep <folder>`
// leaves it there. Plain JavaScript without packages.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findChromium } from './chromium.mjs';
import { build, install, main, node, root, run } from './setup.mjs';

main(async () => {
  if (process.platform !== 'linux') throw new Error('the stand-in is one of a Linux runtime: run this on Linux');
  await install();
  await build();
  const chromium = await findChromium();
  const kept = process.argv.indexOf('--keep');
  const folder = kept > 0 ? resolve(process.argv[kept + 1]) : mkdtempSync(join(tmpdir(), 'kindred-packed-'));
  mkdirSync(folder, { recursive: true });
  try {
    // V8 hangs or ends the process now and then where the processor has such keys (vitest.config.ts)
    const flags = process.arch === 'x64' ? ['--no-memory-protection-keys'] : [];
    return await run(node, [...flags, join(root, 'test/packed/check.ts'), folder], { env: { ...(chromium && { CHROMIUM_PATH: chromium }) } });
  } finally {
    if (kept < 0) rmSync(folder, { recursive: true, force: true });
  }
});
