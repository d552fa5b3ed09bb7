import { expect, it } from 'vitest';
import type { PhotoId, PhotoSpace } from '../../../src-shared/contract.ts';
import { digestOf } from '../../../src-main/library/spaces/space-digest.ts';
import { sharedSpace } from '../../../src-main/library/spaces/shared-space.ts';
import { applyMetric, fitLens } from '../../../src-shared/learning/metric/lens-space.ts';
import { madeSpace } from '../../desk/made-space.ts';

const space = madeSpace(Array.from({ length: 12 }, (_, at) => [Math.sin(at * 7.3), Math.cos(at * 3.1), at % 2, 0]));

it('is another where any one number of a space is another', () => {
  const others: PhotoSpace[] = (['ids', 'points', 'neighbours', 'distances'] as const).flatMap((name) => Array.from(space[name], (value, at) => ({ ...space, [name]: space[name].with(at, value + 1) })));
  const { levels, metric } = space;
  others.push({ ...space, levels: { ...levels, default: 0.9 } }, { ...space, metric: { ...metric!, answers: 1 } }, { ...space, metric: { ...metric!, calibration: { middle: 1.0000001, slope: 4 } } });
  others.push({ ...space, dims: 2 }, { ...space, k: 10 });
  expect(new Set([space, ...others].map(digestOf)).size).toBe(others.length + 1);
});

it('is the same for the same, wherever it lies in memory, of any revision and with any copies', () => {
  const same: PhotoSpace[] = [{ ...space, points: space.points.slice() }, sharedSpace(space), { ...space, revision: 9 }, { ...space, copies: [[1, 2] as unknown as readonly PhotoId[]] }];
  for (const other of same) expect(digestOf(other)).toBe(digestOf(space));
});

it('is not handed on to a space that was made of another', () => {
  const statement = { kind: 'similar', photos: [1, 3] as unknown as [PhotoId, PhotoId] } as const;
  const fitted = fitLens(space, [{ id: 1, statement, origin: { kind: 'asked', probability: 0.5 } }] as unknown as Parameters<typeof fitLens>[1]);
  expect(applyMetric({ ...space, digest: digestOf(space) }, fitted!)).not.toHaveProperty('digest');
});
