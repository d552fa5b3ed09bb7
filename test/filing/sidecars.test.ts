import { expect, it } from 'vitest';
import { sidecarName, sidecarsIn } from '../../src-main/filing/sidecars.ts';

it('finds what accompanies a photo, by its whole name or without its ending', () => {
  const names = ['a.jpg', 'a.xmp', 'A.JPG.xmp', 'a.jpg.json', 'a.json', 'a.jpg.supplemental-metadata.json', 'ab.xmp', 'b.jpg', 'b.aae'];
  expect(sidecarsIn(names)('a.jpg')).toEqual(['A.JPG.xmp', 'a.jpg.json', 'a.jpg.supplemental-metadata.json', 'a.xmp']);
  expect(sidecarsIn(names)('b.jpg')).toEqual(['b.aae']);
});

it('leaves edits that another file of the same name may need', () => {
  expect(sidecarsIn(['a.jpg', 'a.cr2', 'a.xmp', 'a.jpg.xmp'])('a.jpg')).toEqual(['a.jpg.xmp']);
});

it('lets the moving part of a Live Photo go with its still picture, where that is the only one of the name', () => {
  expect(sidecarsIn(['IMG_1.HEIC', 'IMG_1.MOV', 'IMG_1.AAE'])('IMG_1.HEIC')).toEqual(['IMG_1.AAE', 'IMG_1.MOV']);
  expect(sidecarsIn(['b.jpg', 'b.mp4'])('b.jpg')).toEqual(['b.mp4']);
  expect(sidecarsIn(['c.heic', 'c.jpg', 'c.mov'])('c.jpg')).toEqual([]);
  expect(sidecarsIn(['d.png', 'd.mov', 'd.xmp'])('d.png')).toEqual([]); // a film of its own, whose edits those may be
  expect(sidecarName('IMG_1.MOV', 'IMG_1.HEIC', 'Italy 2.heic')).toBe('Italy 2.MOV');
});

it('names a sidecar after the photo it goes with', () => {
  expect(sidecarName('a.jpg.xmp', 'a.jpg', 'a (2).jpg')).toBe('a (2).jpg.xmp');
  expect(sidecarName('a.xmp', 'a.jpg', 'a (2).jpg')).toBe('a (2).xmp');
  expect(sidecarName('A.JPG.XMP', 'a.jpg', 'b.jpg')).toBe('b.jpg.XMP');
});
