// What an answer to a sheet says. The statements of one sheet are one step, and in an order by which they are recognised as one answer
// (metric/answers.ts): each shares a side with the one before, and the first photo is the one that the others were compared with.
import type { PhotoId, Sheet, Statement } from '../../contract.ts';

export interface Marks {
  /** Belong with none of the others, on either side of the line. */
  readonly odd: ReadonlySet<PhotoId>;
  /** How many photos are left of the line between two groups; `null` without a line. */
  readonly line: number | null;
}

/** What the marks say; nothing if they leave no photo to compare with. */
export function statementsOf({ photos }: Pick<Sheet, 'photos'>, { odd, line }: Marks): Statement[] {
  const kept = (some: readonly PhotoId[]): PhotoId[] => some.filter((photo) => !odd.has(photo));
  const [left, right] = line === null ? [kept(photos), []] : [kept(photos.slice(0, line)), kept(photos.slice(line))];
  // odd ones are so on both sides
  const outside = photos.filter((photo) => odd.has(photo));
  const firstIsOdd = photos[0] !== undefined && odd.has(photos[0]);
  const sayOf = (side: readonly PhotoId[]): Statement[] =>
    firstIsOdd ? [...apart(outside, side), ...together(side)] : [...together(side), ...apart(side, outside)];
  return [...sayOf(left), ...apart(left, right), ...sayOf(right)];
}

function together(photos: readonly PhotoId[]): Statement[] {
  return photos.length > 1 ? [{ kind: 'together', photos }] : [];
}

function apart(photos: readonly PhotoId[], others: readonly PhotoId[]): Statement[] {
  return photos.length > 0 && others.length > 0 ? [{ kind: 'apart', photos, others }] : [];
}
