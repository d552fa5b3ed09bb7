// TIFFs whose numbers have a point, 0 to 1: of light, or of what their profile says. libvips makes nothing of their profiles nor of grey ones, and sharp puts
// a ground behind transparent ones as if they went to 255. Mapped to sRGB on small decoded pixels.
import sharp, { type Sharp } from 'sharp';
import { toScreen } from './hdr.ts';
import { fromP3, withProfile } from './profile.ts';

/** @param image small, upright, without its profile applied @param profile which that is @returns the same with 16 bits, as sharp reads other pictures */
export async function fromFloats(image: Sharp, of: 'grey' | 'colour', profile: Buffer | null): Promise<Sharp> {
  // neither changes a number
  const { data, info } = await image.toColourspace(of === 'grey' ? 'srgb' : 'scrgb').raw({ depth: 'float' }).toBuffer({ resolveWithObject: true });
  const numbers = new Float32Array(data.buffer, data.byteOffset, data.length / 4);
  const { width, height } = info;
  const channels = info.channels === 4 ? 4 : 3;
  const space = profile?.toString('latin1', 16, 20);
  const isLight = space !== (of === 'grey' ? 'GRAY' : 'RGB ');
  const deep = Uint16Array.from(numbers, (number, at) => {
    const value = Math.min(1, Math.max(0, number)) || 0; // or not a number
    return Math.round(65535 * (isLight && at % channels < 3 ? toScreen(value) : value));
  });
  const pixels = sharp(deep, { raw: { width, height, channels } }).toColourspace('rgb16');
  return profile !== null && !isLight && of === 'colour' ? fromP3(await withProfile(pixels, profile)) : sharp(await pixels.png({ compressionLevel: 0 }).toBuffer());
}
