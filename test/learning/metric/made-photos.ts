// Made photos for tests of the learned metric: several feature groups, each of which sorts them into kinds of its own. Only one of the
// groups sorts as the user does, so what there is to learn is known.
import type { FeatureGroup } from '../../../src-shared/learning/metric/features.ts';
import type { Evidence, JudgedPair, Ranked } from '../../../src-shared/learning/metric/evidence.ts';
import type { PriorPoints } from '../../../src-shared/learning/metric/judged-photos.ts';
import { normal, seedOf, uniform } from '../../../src-shared/learning/random.ts';
import { asked } from '../../origins.ts';

export interface MadePhotos extends PriorPoints {
  readonly count: number;
  /** The kind of every photo as the first feature group sorts them. */
  readonly kinds: Int32Array;
}

export interface MadeOptions {
  readonly count?: number;
  /** Kinds that each feature group tells apart. */
  readonly kindCount?: number;
  /** Coordinates a feature group. */
  readonly width?: number;
  /** Of the first feature group, the second, … in the squared distance of unrelated photos. */
  readonly shares?: readonly number[];
  /** How far photos of a kind lie from its middle, where the middles are about 1 from each other's middle. */
  readonly noise?: number;
  readonly seed?: number;
}

const NAMES: readonly FeatureGroup[] = ['texture', 'encoder', 'colour', 'layout', 'time', 'place'];

/** Photos as points of the prior: unrelated ones are about √2 apart. */
export function madePhotos({ count = 160, kindCount = 12, width = 6, shares = [0.2, 0.4, 0.4], noise = 0.35, seed = 1 }: MadeOptions = {}): MadePhotos {
  const dims = width * shares.length;
  const points = new Float32Array(count * dims);
  const kindsOf = shares.map((share, group) => {
    const [next, bell] = [uniform(seedOf(seed, group)), normal(seedOf(seed, 100 + group))];
    const middles = Array.from({ length: kindCount }, () => Float64Array.from({ length: width }, bell));
    const scale = Math.sqrt(share / (width * (1 + noise * noise)));
    return Int32Array.from({ length: count }, (_, row) => {
      const kind = Math.floor(next() * kindCount);
      for (let i = 0; i < width; i++) points[row * dims + group * width + i] = scale * (middles[kind]![i]! + noise * bell());
      return kind;
    });
  });
  const sections = shares.map((share, group) => ({ name: NAMES[group]!, start: group * width, dims: width, share }));
  return { count, dims, points, sections, kinds: kindsOf[0]! };
}

/** Answers about pairs as the first feature group gives them, about half of them similar. */
export function judgedByKind({ count, kinds }: Pick<MadePhotos, 'count' | 'kinds'>, pairs: number, seed = 1): JudgedPair[] {
  const next = uniform(seedOf(seed, 7));
  const found: JudgedPair[] = [];
  for (let wanted = 1; found.length < pairs; ) {
    const [a, b] = [Math.floor(next() * count), Math.floor(next() * count)];
    const similar = kinds[a] === kinds[b] ? 1 : 0;
    if (a === b || similar !== wanted) continue;
    found.push({ a, b, similar, origin: asked });
    wanted = next() < 0.5 ? 1 : 0;
  }
  return found;
}

/** Rankings that the first feature group makes: the closer photo is of the same kind, the farther of another. */
export function rankedByKind({ count, kinds }: Pick<MadePhotos, 'count' | 'kinds'>, triplets: number, seed = 1): Ranked[] {
  const next = uniform(seedOf(seed, 8));
  const found: Ranked[] = [];
  while (found.length < triplets) {
    const [a, b, c] = [0, 0, 0].map(() => Math.floor(next() * count)) as [number, number, number];
    if (a !== b && kinds[a] === kinds[b] && kinds[a] !== kinds[c]) found.push([a, b, c]);
  }
  return found;
}

/** Evidence with nothing in it but what is given, each pair an answer of its own. */
export function evidenceOf({ judged = [], answerOf = [...judged.keys()], implied = [], ranked = [] }: Partial<Evidence>): Evidence {
  return { judged, answerOf, implied, ranked };
}
