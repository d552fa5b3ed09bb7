// `npm run icons`: renders resources/icons/icon.svg to the PNGs used by the installers and the window.

import { join } from 'node:path';
import sharp from 'sharp';
import { root } from './setup.mjs';

const folder = join(root, 'resources/icons');
// PNG without a palette: Windows and macOS icons are made from these
for (const size of [16, 32, 48, 64, 128, 256, 512, 1024]) {
  await sharp(join(folder, 'icon.svg'), { density: (72 * size) / 1024 * 4 })
    .resize(size, size)
    .png({ compressionLevel: 9 })
    .toFile(join(folder, `${size}x${size}.png`));
}
