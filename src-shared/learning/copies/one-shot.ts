// Whether a raw file and a picture of the same name are one shot, by what is known of both and by the pictures themselves: files of two cameras, or of two
// trips, may share a name.
import { type Fingerprint, GRID } from './fingerprint.ts';
import { cellsOf, lieOf } from './lie.ts';
import { type Taken, timeBetween } from './taken.ts';

/** Times are known to the second or better. */
export interface Shot extends Taken {
  readonly camera: string | null;
  readonly fingerprint: Fingerprint;
}

/** Of one shot, milliseconds: one of the two may lack the fraction of the second. */
const SAME_SECOND = 1000;
/**
 * Correlation of the cells from which two pictures are one without anything else that says so. Of 366 photos developed otherwise (darker, greyer, with another gamma)
 * all have it, cropped by 3 % 99 in 100, and of pairs of different photos 1 in 7000.
 */
const ALIKE = 0.93;
/** Standard deviation of the cells, 0 … 255, below which a picture shows nothing. */
const PLAIN = 3;

/** Nothing speaks against it, and time and camera or the pictures speak for it. */
export function isOneShot(raw: Shot, picture: Shot): boolean {
  const apart = timeBetween(raw, picture);
  if (apart !== null && Math.abs(apart) >= SAME_SECOND) return false;
  if (raw.camera !== null && picture.camera !== null && raw.camera.toLowerCase() !== picture.camera.toLowerCase()) return false;
  const agree = apart !== null && raw.camera !== null && picture.camera !== null;
  const [one, other] = [raw.fingerprint.whole, picture.fingerprint.whole];
  if (!agree) return spreadOf(one) >= PLAIN && correlation(one, other) >= ALIKE;
  // black frames look like nothing
  return lieOf(cellsOf(raw.fingerprint), cellsOf(picture.fingerprint)) !== null || (spreadOf(one) < PLAIN && spreadOf(other) < PLAIN);
}

function meanOf(cells: Uint8Array): number {
  return cells.reduce((sum, value) => sum + value, 0) / (GRID * GRID);
}

function spreadOf(cells: Uint8Array): number {
  const mean = meanOf(cells);
  return Math.sqrt(cells.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (GRID * GRID));
}

/** Pearson's, over the cells. */
function correlation(a: Uint8Array, b: Uint8Array): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [together, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB]; // as many
    together += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return ofA === 0 || ofB === 0 ? 0 : together / Math.sqrt(ofA * ofB);
}
