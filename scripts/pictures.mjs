// `npm run pictures`: builds the app and draws the pictures of README.md from it.

import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { build, install, main, node, root, run } from './setup.mjs';

main(async () => {
  await install();
  await build();
  const chromium = await findChromium();
  return run(node, [join(root, 'test/readme-pictures.ts')], { env: chromium ? { CHROMIUM_PATH: chromium } : {} });
});
