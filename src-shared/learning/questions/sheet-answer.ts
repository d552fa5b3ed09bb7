// What an answer to a sheet says. The statements of one sheet are one step, and in an order by which they are recognised as one answer
// (metric/answers.ts): each shares a side with the one before, and the first photo is the one that the others were compared with.
import type { PhotoId, Statement } from '../../contract.ts';
import type { Sheet } from './sheets.ts';

export interface Marks {
  /** Belong with none of the others. */
  readonly odd: ReadonlySet<PhotoId>;
  /** How many photos are left of the line between two groups; `null` without a line. */
  readonly line: number | null;
}

/** What the marks say; nothing if they leave no photo to compare with. */
export function statementsOf({ photos }: Pick<Sheet, 'photos'>, { odd, line }: Marks): Statement[] {
  const kept = (some: readonly PhotoId[]): PhotoId[] => some.filter((photo) => !odd.has(photo));
  const marked = (some: readonly PhotoId[]): PhotoId[] => some.filter((photo) => odd.has(photo));
  if (line === null) return sideOf(kept(photos), marked(photos), photos[0]);
  const [before, after] = [photos.slice(0, line), photos.slice(line)];
  const [left, right] = [kept(before), kept(after)];
  return [...sideOf(left, marked(before), photos[0]), ...apart(left, right), ...sideOf(right, marked(after))];
}

/** Photos that belong together, and those that do not belong with them. */
function sideOf(rest: readonly PhotoId[], odd: readonly PhotoId[], first?: PhotoId): Statement[] {
  const together: Statement[] = rest.length > 1 ? [{ kind: 'together', photos: rest }] : [];
  return first !== undefined && odd.includes(first) ? [...apart(odd, rest), ...together] : [...together, ...apart(rest, odd)];
}

function apart(photos: readonly PhotoId[], others: readonly PhotoId[]): Statement[] {
  return photos.length > 0 && others.length > 0 ? [{ kind: 'apart', photos, others }] : [];
}
