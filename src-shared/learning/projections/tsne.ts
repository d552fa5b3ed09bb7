// t-SNE (van der Maaten and Hinton 2008) by Barnes and Hut's approximation (van der Maaten 2014): neighbourhoods are kept first of all.
// Starts from the principal components, with the learning rate of Belkina et al. (2019).

import { normal } from '../random.ts';
import { affinities } from './affinities.ts';
import { pca } from './pca.ts';
import { centred, type Points, type Projecting, type ProjectionOptions } from './projection.ts';
import { QuadTree } from './quad-tree.ts';

export interface TsneOptions extends ProjectionOptions {
  /** About how many neighbours count; a third of those that are known if left out. */
  readonly perplexity?: number;
  readonly steps?: number;
  /** How coarse far points are taken together; 0 for not at all. */
  readonly angle?: number;
}

const EXAGGERATION = 12;
const EXAGGERATED_SHARE = 0.25;
/** Standard deviation of the start, as small as van der Maaten's. */
const START = 1e-4;
const EXTENT = 10;
const SLICE = 20_000;

export function* tsne(space: Points, { seed = 1, start, perplexity = space.k / 3, steps = space.count > 20_000 ? 400 : 1000, angle = space.count > 20_000 ? 0.8 : 0.5 }: TsneOptions = {}): Projecting {
  const { count } = space;
  if (count < 3 || space.k === 0) return centred(start ?? (yield* pca(space, { seed })), EXTENT);
  const { starts, others, values } = affinities(space, perplexity);
  yield 0.02;
  const flat = start ?? (yield* pca(space, { seed }));
  // a map that continues starts as large as it was, and is not torn apart first
  const positions = Float64Array.from(start ? centred(flat, Math.sqrt(count) / 2) : centred(flat, 2.5 * START));
  const random = normal(seed);
  for (let at = 0; at < positions.length; at++) positions[at]! += 0.01 * START * random();
  const exaggerated = start ? 0 : Math.round(steps * EXAGGERATED_SHARE);

  const rate = Math.max(count / EXAGGERATION / 4, 50);
  const speed = new Float64Array(positions.length);
  const gain = new Float64Array(positions.length).fill(1);
  const away = new Float64Array(positions.length);
  const tree = new QuadTree(count);
  for (let step = 0; step < steps; step++) {
    tree.build(positions);
    away.fill(0);
    let total = 0;
    for (let row = 0; row < count; row++) {
      total += tree.push(positions, 2 * row, angle, away);
      if (row % SLICE === SLICE - 1) yield 0.02 + (0.98 * (step + row / count)) / steps;
    }
    const strength = step < exaggerated ? EXAGGERATION : 1;
    const momentum = step < exaggerated ? 0.5 : 0.8;
    for (let row = 0; row < count; row++) {
      const x = positions[2 * row]!;
      const y = positions[2 * row + 1]!;
      let [pullX, pullY] = [0, 0];
      for (let at = starts[row]!; at < starts[row + 1]!; at++) {
        const other = 2 * others[at]!;
        const dx = x - positions[other]!;
        const dy = y - positions[other + 1]!;
        const force = values[at]! / (1 + dx * dx + dy * dy);
        pullX += force * dx;
        pullY += force * dy;
      }
      // gradients are kept apart until all are known: `away` holds them from here
      away[2 * row] = 4 * (strength * pullX - away[2 * row]! / total);
      away[2 * row + 1] = 4 * (strength * pullY - away[2 * row + 1]! / total);
    }
    for (let at = 0; at < positions.length; at++) {
      const gradient = away[at]!;
      gain[at] = Math.max(0.01, gradient * speed[at]! < 0 ? gain[at]! + 0.2 : gain[at]! * 0.8);
      speed[at] = momentum * speed[at]! - rate * gain[at]! * gradient;
      positions[at]! += speed[at]!;
    }
    yield 0.02 + (0.98 * (step + 1)) / steps;
  }
  return centred(Float32Array.from(positions), EXTENT);
}
