// Ranks the photos of a space by how near they are to images and photos: places the images (learning/metric/outside) by the photos they are
// nearest to, then compares with every point. The same for the screen, in a worker thread, and for the command line.
import type { LikePhotos, LikeWhat, PhotoSpace } from '../../../src-shared/contract.ts';
import type { FeatureTable } from '../../../src-shared/learning/metric/features.ts';
import { learnOutside, mapOutside, type Outside, type OutsideFeatures, placeOutside, recallOutside, settleOutside } from '../../../src-shared/learning/metric/outside.ts';
import { type Section, sampleRows } from '../../../src-shared/learning/metric/prior.ts';
import { rankLike, type Wanted } from '../../../src-shared/learning/metric/rank-like.ts';
import type { SectionMap } from '../../../src-shared/learning/metric/section-map.ts';
import type { Store } from '../../store/database.ts';
import { readDescribed } from '../../store/described.ts';
import type { DescriptorVersions } from '../../store/descriptors.ts';
import { versionWithoutAdapter } from '../../store/encoder-versions.ts';
import { readFrame } from '../spaces/frame.ts';
import { rankByWords, rankWithLens } from './words.ts';

/** A space under what a lens learned, with all that it takes to place an image in it. */
export interface LikeSpace {
  readonly versions: DescriptorVersions;
  readonly prior: Pick<PhotoSpace, 'revision' | 'digest' | 'ids' | 'dims' | 'points'> & { readonly sections: readonly Section[] };
  /** The same photos, by the lens's metric. */
  readonly lens: Pick<PhotoSpace, 'points'> & { readonly sections: readonly Section[] };
  /** Between the two; `null` where nothing was learned. */
  readonly maps: readonly SectionMap[] | null;
}

export interface LikeQuestion {
  readonly like: readonly LikeWhat[];
  /** Photos to rank; all if `null`. */
  readonly among: Uint32Array | null;
  readonly count: number;
}

/** Photos nearest to an image as they lie now, among which those are that lay nearest before they were drawn to each other. */
const CANDIDATES = 40;

/** Answers questions about the spaces of one store; learns once per space how images are placed in it. */
export class LikeRanker {
  readonly #store: () => Store;
  #outside: { readonly key: string; readonly outside: Outside } | null = null;

  /** @param store opened when it is needed first */
  constructor(store: () => Store) {
    this.#store = store;
  }

  rank(space: LikeSpace, { like, among, count }: LikeQuestion): LikePhotos {
    const { prior: { ids, dims }, lens, maps } = space;
    const words = like.find((what) => what.kind === 'words');
    if (words) {
      const there = maskOf(ids);
      const left = among && maskOf(among);
      const encoder = versionWithoutAdapter(this.#store(), space.versions.encoder) ?? space.versions.encoder;
      const found = rankByWords(this.#store(), encoder, words.look.embedding, maps ? ids.length : count, (id) => there[id] === 1 && (left === null || left[id] === 1));
      return maps ? rankWithLens(found, { ids, dims, points: lens.points }, count) : found;
    }
    const wanted = like.flatMap((what) => (what.kind === 'words' ? [] : (this.#place(space, what) ?? [])));
    const mask = among && maskOf(among);
    const { rows, distances } = rankLike(lens.points, dims, wanted, count, mask ? (row) => mask[ids[row]!] === 1 : undefined);
    return { ids: Uint32Array.from(rows, (row) => ids[row]!), distances };
  }

  #place(space: LikeSpace, what: Exclude<LikeWhat, { kind: 'words' }>): Wanted | null {
    const { prior: { ids, dims, sections }, lens, maps } = space;
    if (what.kind === 'photo') {
      const at = ids.indexOf(what.photo);
      return at < 0 ? null : { point: lens.points.subarray(at * dims, (at + 1) * dims), known: [{ start: 0, dims, share: 1 }] };
    }
    const { embedding: encoder, colour, layout, texture } = what.look;
    const settled = this.#settle(space, { encoder, colour, layout, texture });
    return { point: mapOutside(settled.point, sections, maps), known: lens.sections.filter(({ name }) => settled.known.some((section) => section.name === name)) };
  }

  /** The point of an image in the prior's space: among the photos that are near it, each placed again by itself. */
  #settle(space: LikeSpace, features: OutsideFeatures): ReturnType<typeof placeOutside> {
    const { versions, prior: { ids, dims, points } } = space;
    const outside = this.#outsideOf(space);
    const { point, known } = placeOutside(outside, features);
    const { rows } = rankLike(points, dims, [{ point, known }], CANDIDATES);
    const near = Array.from(rows).flatMap((row) => {
      const { count, encoder, colour, layout, texture } = readDescribed(this.#store(), versions, [ids[row]!]);
      return count === 0 ? [] : [{ own: placeOutside(outside, { encoder, colour, layout, texture }).point, drawn: points.subarray(row * dims, (row + 1) * dims) }];
    });
    return { point: settleOutside(point, known, near), known };
  }

  /** As its photos were placed, which is learned again from the same sample where it is not kept: only spaces that were updated need what is kept. */
  #outsideOf({ versions, prior: { revision, digest, ids, dims, sections } }: LikeSpace): Outside {
    const key = `${revision} ${versions.encoder} ${versions.features}`;
    if (this.#outside?.key !== key) {
      const frame = digest === undefined ? null : readFrame(this.#store().folder, digest);
      const learn = (): Outside => learnOutside(dims, sections, toTable(readDescribed(this.#store(), versions, Array.from(sampleRows(ids.length), (row) => ids[row]!))));
      this.#outside = { key, outside: frame ? recallOutside(dims, sections, frame.evenings) : learn() };
    }
    return this.#outside.outside;
  }
}

function toTable({ count, ...columns }: ReturnType<typeof readDescribed>): FeatureTable {
  const names = ['encoder', 'colour', 'layout', 'texture'] as const;
  return { count, groups: names.map((name) => ({ name, dims: count === 0 ? 0 : columns[name].length / count, values: columns[name] })) };
}

/** 1 at the id of each photo. */
function maskOf(ids: Uint32Array): Uint8Array {
  const mask = new Uint8Array(ids.reduce((most, id) => Math.max(most, id), 0) + 1);
  for (const id of ids) mask[id] = 1;
  return mask;
}
