// The groups of a walked library: its photos lie in a made space, the metric is fitted again along the way, and at every granularity the
// groups are held to what was judged. Which judgments are in force is the walk's.

import type { Judgment, PhotoId, PhotoSpace, SavedGrouping } from '../../../src-shared/contract.ts';
import { Grouper, toSaved } from '../../../src-shared/learning/groups/grouping.ts';
import { nearestNeighbours } from '../../../src-shared/learning/linkage/neighbours.ts';
import { PRIOR_CALIBRATION } from '../../../src-shared/learning/metric/calibration.ts';
import { lensSpace } from '../../../src-shared/learning/metric/lens-space.ts';
import { granularityLevels } from '../../../src-shared/learning/metric/levels.ts';
import { madePhotos } from '../../learning/metric/made-photos.ts';

export class WalkedGroups {
  readonly #prior: PhotoSpace;
  readonly #grouper = new Grouper();
  #space: PhotoSpace;
  #saved: SavedGrouping | null = null;

  /** Of photos 1 … `count`. */
  constructor(count: number, seed: number) {
    const { points, dims, sections } = madePhotos({ count, kindCount: Math.ceil(count / 6), width: 4, seed });
    this.#prior = this.#space = {
      revision: 1, ids: Uint32Array.from({ length: count }, (_, row) => row + 1), dims, points, ...nearestNeighbours(points, dims, Math.min(12, count - 1)),
      levels: granularityLevels(), metric: { sections, calibration: PRIOR_CALIBRATION }
    };
  }

  /** Moves the photos to where the judgments want them; throws where a coordinate is none. */
  fit(judgments: readonly Judgment[]): void {
    this.#space = lensSpace(this.#prior, judgments);
    const bad = this.#space.points.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new Error(`a fit to ${judgments.length} judgments gives ${this.#space.points[bad]} as a coordinate`);
  }

  /** Groups at each level, at the default, and at the ends of the tree; throws where a judgment is broken or a photo is lost. */
  group(judgments: readonly Judgment[]): void {
    const { levels, ids } = this.#space;
    for (const height of [0, levels.finest, levels.sameShot, levels.sameMoment, levels.related, levels.coarsest, Infinity, null]) {
      const grouping = this.#grouper.group({ space: this.#space, judgments, previous: this.#saved, height, keepPlaces: true });
      if (grouping.contradictions.length > 0) throw new Error(`judgments ${grouping.contradictions.join(', ')} bind nothing`);
      const groupOf = new Map(grouping.groups.flatMap(({ photos }, group) => Array.from(photos, (photo) => [photo as PhotoId, group] as const)));
      if (groupOf.size !== ids.length) throw new Error(`${groupOf.size} of ${ids.length} photos are in a group at height ${height}`);
      for (const judgment of judgments) if (!holds(judgment, groupOf)) throw new Error(`judgment ${judgment.id} is broken at height ${grouping.height}`);
      this.#saved = toSaved(grouping);
    }
  }
}

function holds({ statement }: Judgment, groupOf: ReadonlyMap<PhotoId, number>): boolean {
  const of = (photos: readonly PhotoId[]) => new Set(photos.map((photo) => groupOf.get(photo)));
  switch (statement.kind) {
    case 'similar':
    case 'together':
      return of(statement.photos).size === 1;
    case 'different':
      return of(statement.photos).size === 2;
    case 'apart': {
      const others = of(statement.others);
      return [...of(statement.photos)].every((group) => !others.has(group));
    }
    case 'degree':
    case 'closer':
      return true;
  }
}
