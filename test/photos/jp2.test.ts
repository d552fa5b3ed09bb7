// JPEG 2000 with four channels, made by ImageMagick: nothing else here writes it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initializeImageMagick, MagickFormat, MagickImage, MagickReadSettings } from '@imagemagick/magick-wasm';
import { expect, it } from 'vitest';
import { decodeMagick } from '../../src-main/photos/decoders/magick.ts';
import { readHeader } from '../../src-main/photos/header.ts';
import { metadataOfJp2 } from '../../src-main/photos/jp2.ts';
import { readMetadata } from '../../src-main/photos/metadata.ts';
import { box } from './made-apple.ts';
import { tagsTiff } from './made-raw.ts';

await initializeImageMagick(readFileSync(createRequire(import.meta.url).resolve('@imagemagick/magick-wasm/magick.wasm')));

const SIDE = 32;
/** Of one colour, in four channels. */
function made(format: MagickFormat, pixel: readonly number[]): Buffer {
  const image = MagickImage.create();
  const bytes = Uint8Array.from({ length: SIDE * SIDE * 4 }, (_, at) => pixel[at % 4]!); // there are four
  image.read(bytes, new MagickReadSettings({ width: SIDE, height: SIDE, depth: 8, format: MagickFormat.Rgba }));
  image.quality = 100;
  return image.write(format, (data) => Buffer.from(data));
}
const middle = ({ data, channels }: { readonly data: Uint8Array; readonly channels: number }): number[] => {
  const at = channels * (SIDE * (SIDE / 2) + SIDE / 2);
  return [...data.subarray(at, at + channels)];
};
const near = (found: readonly number[], wanted: readonly number[]): void => {
  expect(found.length).toBe(wanted.length);
  for (const [at, value] of wanted.entries()) expect(Math.abs(found[at]! - value)).toBeLessThan(4);
};

it.each([['jp2', MagickFormat.Jp2], ['j2k', MagickFormat.J2k]] as const)('a fourth channel is opacity (%s)', async (kind, format) => {
  near(middle(await decodeMagick(made(format, [200, 120, 40, 90]), kind, 320)), [200, 120, 40, 90]);
});

it('with inks, the fourth is black', async () => {
  const inks = made(MagickFormat.J2k, [200, 120, 40, 90]);
  const size = Buffer.from([0, 0, 0, SIDE, 0, 0, 0, SIDE, 0, 4, 7, 7, 0, 0]);
  const bytes = Buffer.concat([
    box('jP  ', Buffer.from('0d0a870a', 'hex')), box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ', 'latin1')),
    box('jp2h', box('ihdr', size), box('colr', Buffer.from([1, 0, 0, 0, 0, 0, 12]))), box('jp2c', inks)
  ]);
  near(middle(await decodeMagick(bytes, 'jp2', 320)), [200, 120, 40].map((ink) => ((255 - ink) * (255 - 90)) / 255));
});

it('EXIF and XMP are found in their boxes', async () => {
  const picture = made(MagickFormat.Jp2, [200, 120, 40, 255]);
  const xmp = Buffer.from('<x:xmpmeta/>');
  const file = Buffer.concat([picture, box('uuid', Buffer.from('JpgTiffExif->JP2'), tagsTiff({ 272: 'made', 36867: '2004:06:21 23:37:53' })), box('uuid', Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex'), xmp)]);
  expect(await readMetadata((await readHeader(file)).exif)).toMatchObject({ takenAt: Date.UTC(2004, 5, 21, 23, 37, 53), camera: 'made' });
  expect(metadataOfJp2(file).xmp).toEqual(xmp);
  expect(metadataOfJp2(picture)).toEqual({ exif: null, xmp: null });
});
