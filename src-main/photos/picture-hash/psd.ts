// The picture data of Photoshop files (Adobe, "Photoshop File Formats Specification"): header, palette, layers and the merged picture. The section between
// them, image resources, holds metadata and the profile.
import { type Parts, PartList, Unparsed } from './parts.ts';

const HEADER = 26;

/** @throws {Unparsed} */
export function psdParts(bytes: Buffer): Parts {
  const resources = HEADER + 4 + bytes.readUInt32BE(HEADER);
  const layers = resources + 4 + bytes.readUInt32BE(resources);
  if (layers >= bytes.length) throw new Unparsed('it ends before its picture');
  const coded = new PartList(bytes);
  coded.add('header', 0, resources);
  coded.add('picture', layers, bytes.length);
  return { coded: coded.parts, shown: [] };
}
