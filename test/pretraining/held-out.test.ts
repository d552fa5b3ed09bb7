import { expect, it } from 'vitest';
import { splitPictures } from '../../src-main/pretraining/held-out.ts';

it('holds a tenth out, never more than asked for, the same ones for the same seed', () => {
  const { heldOut, learn } = splitPictures(50, 4);
  expect(heldOut).toHaveLength(5);
  expect([...heldOut, ...learn].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect(splitPictures(50, 4)).toEqual({ heldOut, learn });
  expect(splitPictures(50, 5).heldOut).not.toEqual(heldOut);
  expect(splitPictures(50, 4, 3).heldOut).toHaveLength(3);
});
