// What was measured of two photos that may be copies (compare.ts), and what follows from it. Measured once and kept; what follows is
// derived each time, because dates can still be edited.
import type { Measures } from './measure.ts';
import { type Taken, timeBetween } from './taken.ts';
import { UNTURNED, type Turn } from './turns.ts';

/** How two pictures lie on each other, and how alike they are there, over what both show. Of two photos without likeness nothing is kept. */
export interface Likeness extends Omit<Measures, 'matched' | 'exact' | 'kept'> {
  /** How the second is turned to lie on the first. */
  readonly turn: Turn;
  /** Which of the two has a border that the other has not, or another one. */
  readonly bordered: readonly [boolean, boolean];
  /** Whether the first shows more than the second, and the second more than the first; both for a moved camera. */
  readonly cropped: readonly [boolean, boolean];
  /** As in `Measures`; `null` where there is too little detail. */
  readonly matched: number | null;
  readonly exact: number | null;
  /** As in `Measures`; `null` where everything matches to the letter. */
  readonly kept: number | null;
}

/** What else is known of a photo. */
export interface Facts extends Taken {
  readonly width: number;
  readonly height: number;
  readonly camera: string | null;
  /** What the camera gave to all photos of one burst, or to a photo and its edits; `null` or left out where it says nothing. */
  readonly moment?: string | null;
}

/** How the second photo differs from the first. */
export type Difference = 'turned' | 'mirrored' | 'bordered' | 'unbordered' | 'cropped' | 'uncropped' | 'moved' | 'grey' | 'coloured' | 'toned' | 'marked' | 'unmarked' | 'changed' | 'later' | 'earlier';

export interface Verdict {
  /** The same picture, whatever its format, size, quality and metadata; or the same shot: edited, turned, or taken again at once. */
  readonly kind: 'same-picture' | 'same-shot';
  readonly differences: readonly Difference[];
  /** How sure that is, 0 … 1. */
  readonly certainty: number;
}

/** Shares of matching blocks: of one shot, and of pages, whose layout alone matches a good deal. */
const SHOT = 0.6;
const PAGE = { exact: 0.96, noise: 0.24 };
/** Share of what is beneath a mark that is still to be seen; where there is less, something else is shown. */
const BENEATH = 0.45;
/** Photos taken within this many milliseconds are of one burst or bracket if they look alike at all. */
const BURST_MS = 3000;
const BURST_CORRELATION = 0.8;
/** Photos of one camera on a tripod may show no difference for this long. */
const TRIPOD_MS = 600_000;
/** Sides may differ by this part through rounding. */
const ROUNDING = 0.025;

/** What two photos are to each other; `null`: nothing. `then` is the second. */
export function verdictOf(likeness: Likeness, first: Facts, then: Facts): Verdict | null {
  const { matched, exact, noise, correlation, page } = likeness;
  const apart = timeBetween(first, then);
  const differences = differencesOf(likeness, first, then, apart);
  const isBurst = (isOneMoment(first, then) || (apart !== null && Math.abs(apart) <= BURST_MS)) && correlation >= BURST_CORRELATION && !page && isOneCamera(first, then);
  if (matched === null || exact === null) {
    // nothing but smooth colour, which says little: it has to be the same to the eye
    const same = correlation >= 0.998 && Math.abs(likeness.gain - 1) <= 0.02 && Math.abs(likeness.shift) <= 0.5 && likeness.colour <= 0.8;
    return same ? { kind: differences.length === 0 ? 'same-picture' : 'same-shot', differences, certainty: 0.6 } : isBurst ? { kind: 'same-shot', differences, certainty: 0.5 } : null;
  }
  const isSame = page ? exact >= PAGE.exact && noise <= PAGE.noise : matched >= SHOT && correlation >= (isPlain(likeness) && !isChanged(likeness) ? 0.4 : 0.8) && !(isChanged(likeness) && likeness.ground);
  if (!isSame && !isBurst) return null;
  const isPicture = isSame && differences.every((difference) => difference === 'grey' || difference === 'coloured' || difference === 'marked' || difference === 'unmarked');
  const certainty = isSame ? Math.max(0.5, Math.min(0.999, 1 - 0.9 * (1 - (matched + exact) / 2))) : 0.5;
  return { kind: isPicture ? 'same-picture' : 'same-shot', differences, certainty };
}

/** Whether the camera says that two photos are of one burst, however long it was held. */
function isOneMoment(first: Facts, then: Facts): boolean {
  return typeof first.moment === 'string' && first.moment === then.moment;
}

/** Whether two photos are one picture to the letter, whatever their dates are: what one of them is a copy of, the other is too. */
export function isPlainCopy(likeness: Likeness): boolean {
  const { exact, noise, gain, shift, colour, grey } = likeness;
  return isPlain(likeness) && (exact ?? 0) >= 0.97 && noise <= 0.15 && Math.abs(gain - 1) <= 0.05 && Math.abs(shift) <= 4 && colour <= 6 && grey[0] === grey[1];
}

/**
 * Whether one shows something else in a part of the picture. Then it is no copy with a mark; and screens of one app, which have texts and bars in
 * common whatever they show, are nothing to each other.
 */
function isChanged(likeness: Likeness): boolean {
  return isPlain(likeness) && (likeness.kept ?? 1) < BENEATH;
}

/** Whether the second lies on the first as it is. */
function isPlain({ turn, bordered, cropped }: Likeness): boolean {
  return turn.quarters === UNTURNED.quarters && !turn.mirrored && ![...bordered, ...cropped].includes(true);
}

function differencesOf(likeness: Likeness, first: Facts, then: Facts, apart: number | null): Difference[] {
  const { turn, bordered, cropped, grey, matched, exact, gain, shift, colour, noise } = likeness;
  const differences: Difference[] = [];
  if (turn.quarters !== 0) differences.push('turned');
  if (turn.mirrored) differences.push('mirrored');
  if (bordered[1] && !bordered[0]) differences.push('bordered');
  if (bordered[0] && !bordered[1]) differences.push('unbordered');
  if (bordered[0] && bordered[1]) differences.push('moved');
  if (cropped[0] && !cropped[1]) differences.push('cropped');
  if (cropped[1] && !cropped[0]) differences.push('uncropped');
  if (cropped[0] && cropped[1]) differences.push('moved');
  if (differences.length === 0 && !isOneShape(first, then, turn)) differences.push('cropped');
  if (grey[1] && !grey[0]) differences.push('grey');
  if (grey[0] && !grey[1]) differences.push('coloured');
  // what a mark covers changes the tone by a little, and is told by the blocks that do not match
  const isMarked = exact !== null && exact < 0.9 && matched !== null && matched < 0.97;
  const tone = isMarked ? 0.15 : 0.1;
  if (isChanged(likeness)) differences.push('changed');
  else if (Math.abs(gain - 1) > tone || Math.abs(shift) > 100 * tone || (!grey[0] && !grey[1] && colour > 12)) differences.push('toned');
  else if (isMarked) differences.push(likeness.added < 0 ? 'unmarked' : 'marked');
  // copies that were dated again differ by more than a tripod explains
  const isRedated = apart !== null && Math.abs(apart) > TRIPOD_MS && (exact ?? 0) >= 0.9 && noise <= 0.3;
  if (apart !== null && Math.abs(apart) >= 1000 && !isRedated) differences.push(apart > 0 ? 'later' : 'earlier');
  return [...new Set(differences)];
}

function isOneShape(first: Facts, then: Facts, { quarters }: Turn): boolean {
  const ratio = first.width / first.height;
  const other = quarters % 2 === 0 ? then.width / then.height : then.height / then.width;
  // of a small picture a pixel is more
  const rounding = ROUNDING + 1 / Math.min(first.width, first.height, then.width, then.height);
  return Math.abs(Math.log(ratio / other)) <= rounding;
}

function isOneCamera(first: Facts, then: Facts): boolean {
  return first.camera === null || then.camera === null || first.camera === then.camera;
}
