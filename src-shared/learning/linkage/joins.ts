// The graph of photos and the judgments that join them, and its shortest paths, which explain contradictions.
// constraints.ts decides which photos may be joined.
import type { JudgmentId, PhotoId } from '../../contract.ts';

/** How each photo was reached: after how many judgments, by which one, and from which photo. */
export type Reached = ReadonlyMap<PhotoId, { readonly steps: number; readonly by: JudgmentId | null; readonly before: PhotoId }>;

export class Joins {
  private readonly judgments: { readonly id: JudgmentId; readonly photos: readonly PhotoId[] }[] = [];
  /** Per photo: indices of the judgments about it. */
  private readonly about = new Map<PhotoId, number[]>();

  add(id: JudgmentId, photos: readonly PhotoId[]): void {
    const place = this.judgments.push({ id, photos }) - 1;
    for (const photo of new Set(photos)) {
      const about = this.about.get(photo);
      if (about === undefined) this.about.set(photo, [place]);
      else about.push(place);
    }
  }

  /** Breadth-first search from all of `from` at once, one judgment per step; stops at the first of `goals`. */
  reach(from: readonly PhotoId[], goals?: ReadonlySet<PhotoId>): Reached {
    // a map iterates in insertion order, including entries added on the way: it doubles as the queue
    const reached = new Map<PhotoId, { steps: number; by: JudgmentId | null; before: PhotoId }>();
    for (const photo of from) reached.set(photo, { steps: 0, by: null, before: photo });
    const used = new Set<number>();
    for (const [photo, { steps }] of reached) {
      if (goals?.has(photo)) break;
      for (const place of this.about.get(photo) ?? []) {
        if (used.has(place)) continue;
        used.add(place);
        const { id, photos } = this.judgments[place]!;
        for (const other of photos) if (!reached.has(other)) reached.set(other, { steps: steps + 1, by: id, before: photo });
      }
    }
    return reached;
  }
}

/** The photo among `photos` reached in the fewest steps. */
export function nearest(reached: Reached, photos: readonly PhotoId[]): PhotoId | undefined {
  let best: PhotoId | undefined;
  let least = Infinity;
  for (const photo of photos) {
    const steps = reached.get(photo)?.steps ?? Infinity;
    if (steps < least) [best, least] = [photo, steps];
  }
  return best;
}

/** The judgments on the path to a photo, first to last. */
export function wayTo(reached: Reached, end: PhotoId): JudgmentId[] {
  const way: JudgmentId[] = [];
  for (let at = reached.get(end)!; at.by !== null; at = reached.get(at.before)!) way.push(at.by);
  return way.reverse();
}
