// How the photos of a space became its points, kept beside it: so that photos that came later, and images from outside, are placed as they were.

import { join } from 'node:path';
import type { KeptEvening } from '../../../src-shared/learning/metric/even-out.ts';
import type { FeatureGroup } from '../../../src-shared/learning/metric/features.ts';
import { keepSync, readKept } from '../../store/kept-file.ts';

export interface Frame {
  /** Of the space (space-digest.ts). */
  readonly digest: string;
  /** The code and descriptors that the space was made by: see `Described`. */
  readonly made: string;
  /** What each photo was described by. */
  readonly stamps: BigUint64Array;
  readonly evenings: ReadonlyMap<FeatureGroup, KeptEvening>;
  /** By row: learning/metric/draw-later. */
  readonly reach: Float32Array;
  /** Photos that came or went since the space was made anew. */
  readonly changed: number;
}

const FILE = 'frame.bin';

/** That of the space with this digest; `null` where it is not kept. */
export function readFrame(stored: string, digest: string): Frame | null {
  const kept = readKept(join(stored, FILE)) as Frame | null; // written below alone: its checksum says so
  return kept?.digest === digest ? kept : null;
}

/** A frame that cannot be kept only makes the next space take longer. */
export function writeFrame(stored: string, frame: Frame): void {
  keepSync(join(stored, FILE), frame);
}
