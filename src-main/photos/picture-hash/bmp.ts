// The picture data of a bitmap (Microsoft, BITMAPINFOHEADER and its variants): header without the print resolution, colour
// masks, palette and rows.
import { type Parts, PartList, Unparsed } from './parts.ts';

const FILE_HEADER = 14;

/** @throws {Unparsed} */
export function bmpParts(bytes: Buffer): Parts {
  const coded = new PartList(bytes);
  const rows = bytes.readUInt32LE(10);
  const header = bytes.readUInt32LE(FILE_HEADER);
  const afterHeader = FILE_HEADER + header;
  if (header < 12 || rows < afterHeader) throw new Unparsed(`a header of ${header} bytes before rows at ${rows}`);
  // width, height, planes, depth, compression; then, after size and resolution, the number of colours
  coded.add('header', 18, Math.min(afterHeader, 34));
  if (header >= 40) coded.add('colours', 46, 50);
  if (header >= 52) coded.add('masks', 54, Math.min(afterHeader, 70));
  coded.add('palette', afterHeader, rows);
  // a profile may follow the rows; writers that state no size have none
  const size = header >= 40 ? bytes.readUInt32LE(34) : 0;
  coded.add('rows', rows, size > 0 && rows + size <= bytes.length ? rows + size : bytes.length);
  return { coded: coded.parts, shown: [] };
}
