import sharp from 'sharp';
import { expect, it } from 'vitest';
import { withProfile } from '../../src-main/photos/profile.ts';
import { asSharp, difference, quarters } from './pictures.ts';

it('pixels with their colour profile attached are converted to the right sRGB', async () => {
  const picture = quarters(16, 16);
  const wide = await asSharp(picture).withIccProfile('p3').png().toBuffer();
  const { icc = Buffer.alloc(0) } = await sharp(wide).metadata();
  const raw = await sharp(wide, { ignoreIcc: true }).raw().toBuffer();
  // the same colours are other numbers in the wider space
  expect(difference(raw, picture.data)).toBeGreaterThan(15);
  const image = await withProfile(asSharp({ ...picture, data: raw }), icc);
  expect(difference(await image.toColourspace('srgb').raw().toBuffer(), picture.data)).toBeLessThanOrEqual(3);
});
