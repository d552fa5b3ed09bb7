// The picture data of a raw file that is TIFF: what the sensor saw. Previews and everything else belong to the metadata, which programs change. Other raw
// files are identified by their whole content.
import { sensorDirectories } from '../raw.ts';
import { type Parts, Unparsed } from './parts.ts';
import { tiffParts } from './tiff.ts';

/** @throws {Unparsed} */
export function rawParts(bytes: Buffer): Parts {
  const [sensor] = sensorDirectories(bytes);
  if (sensor === undefined) throw new Unparsed('no directory says what the sensor saw');
  return tiffParts(bytes, sensor);
}
