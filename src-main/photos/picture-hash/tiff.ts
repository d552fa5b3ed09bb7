// The picture data of a TIFF (6.0, and BigTIFF): the strips or tiles of its first page and the tags that say how to read them.
// Further pages, previews and everything else that tags point to are ignored. Editors move strips around, so their position
// does not matter; byte order does, because samples use it.
import { type Parts, PartList, Unparsed } from './parts.ts';
import { readDirectory, type Directory } from './tiff-directory.ts';

/**
 * Width, height, bits, compression, photometric interpretation, fill order, samples, rows per strip, planes, fax
 * options, predictor, colour map, tile size, inks, dot range, extra samples, sample format and its limits, JPEG tables, YCbCr.
 */
const PICTURE_TAGS = [256, 257, 258, 259, 262, 266, 277, 278, 284, 292, 293, 317, 320, 322, 323, 332, 336, 338, 339, 340, 341, 347, 529, 530, 531, 532];
const COMPRESSION = 259, PROFILE = 34675;
/** TIFF 6.0's original JPEG compression, with tables anywhere in the file. */
const OLD_JPEG = 6;
const STRIPS = { offsets: 273, counts: 279 }, TILES = { offsets: 324, counts: 325 };

/** @param directory the one that describes the picture; the first if left out @throws {Unparsed} */
export function tiffParts(bytes: Buffer, directory: Directory = readDirectory(bytes)): Parts {
  if (directory.numbers(COMPRESSION)[0] === OLD_JPEG) throw new Unparsed('old-style JPEG is not supported');
  const coded = new PartList(bytes);
  coded.say('order', directory.littleEndian ? 'II' : 'MM');
  for (const tag of PICTURE_TAGS) {
    const value = directory.text(tag);
    if (value !== null) coded.say(`tag ${tag}`, value);
  }
  addData(directory, coded);
  const shown = new PartList(bytes);
  const profile = directory.range(PROFILE);
  if (profile !== null) shown.add('profile', profile.start, profile.end);
  return { coded: coded.parts, shown: shown.parts };
}

function addData(directory: Directory, coded: PartList): void {
  const { offsets, counts } = directory.has(TILES.offsets) ? TILES : STRIPS;
  const starts = directory.numbers(offsets);
  const sizes = directory.numbers(counts);
  if (starts.length === 0 || starts.length !== sizes.length) throw new Unparsed(`${starts.length} strips with ${sizes.length} sizes`);
  for (const [at, start] of starts.entries()) coded.addOnce('data', start, start + (sizes[at] ?? 0));
}
