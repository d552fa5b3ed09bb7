import { expect, it } from 'vitest';
import { shrunk } from '../../../src-main/photos/decoders/pixels.ts';
import { seeded } from '../../made-library.ts';

it.each([[7, 5, 3, 2], [9, 9, 4, 3], [8, 4, 3, 1], [5, 3, 3, 0], [3, 2, 3, 9]] as const)('shrinks %i × %i pixels of %i channels by %i to the means of what they cover', (width, height, channels, factor) => {
  const random = seeded(width);
  const stride = width * channels + 5;
  const pixels = Uint8Array.from({ length: stride * height }, () => Math.floor(random() * 256));
  const small = shrunk({ width, height, stride, channels, pixels }, factor);
  const by = Math.max(1, Math.min(factor, width, height));
  expect([small.width, small.height, small.channels]).toEqual([Math.floor(width / by), Math.floor(height / by), channels]);
  const wanted: number[] = [];
  for (let row = 0; row < small.height; row++) for (let column = 0; column < small.width; column++) for (let channel = 0; channel < channels; channel++) {
    const covered: number[] = [];
    for (let y = row * by; y < (row === small.height - 1 ? height : (row + 1) * by); y++) {
      for (let x = column * by; x < (column === small.width - 1 ? width : (column + 1) * by); x++) covered.push(pixels[y * stride + x * channels + channel]!);
    }
    wanted.push(Math.round(covered.reduce((sum, value) => sum + value, 0) / covered.length));
  }
  expect([...small.data]).toEqual(wanted);
});
