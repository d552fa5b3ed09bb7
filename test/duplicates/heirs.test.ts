import { expect, it } from 'vitest';
import type { Decision, DuplicateKind, DuplicateSet } from '../../src-shared/duplicates/duplicate-set.ts';
import { heirsOf } from '../../src-shared/duplicates/heirs.ts';
import { filesToGo } from '../../src-shared/duplicates/to-go.ts';
import { uniform } from '../../src-shared/learning/random.ts';

/** A set of files, each of the photo whose number is its tens: 31 and 32 are both of photo 3. */
const set = (kind: DuplicateKind, ids: readonly number[], decision: Decision | null): DuplicateSet => ({
  id: `${kind} ${ids[0]!}`, kind, reasons: [], learned: false, certainty: 1, decision, files: ids.map((id) => ({ id, photo: Math.floor(id / 10), bytes: 400 }) as DuplicateSet['files'][number])
});
const keep = (...files: number[]): Decision => ({ kind: 'keep', files });
const pairs = (...sets: DuplicateSet[]): number[][] => heirsOf(sets).map(({ photo, heir }) => [photo, heir]);

it('are the kept photos of the closest set, for photos that go with all their files', () => {
  expect(pairs(set('same-picture', [10, 20, 31, 32], keep(20)))).toEqual([[1, 2], [3, 2]]);
  expect(pairs(set('identical', [31, 32], keep(32)))).toEqual([]); // the photo stays
  expect(pairs(set('same-shot', [10, 20, 40], keep(40)), set('same-picture', [10, 20], keep(20)))).toEqual([[1, 4], [2, 4]]); // the larger decision takes the smaller's keeper
  expect(pairs(set('same-shot', [10, 20, 40], keep(40, 20)), set('same-picture', [10, 20], keep(20)))).toEqual([[1, 2]]);
  expect(pairs(set('same-picture', [10, 20], null), set('same-shot', [50, 60], { kind: 'not-the-same' }))).toEqual([]);
});

it('always stay themselves, one for each photo that goes', () => {
  const next = uniform(4);
  for (let run = 0; run < 500; run++) {
    const shot = [10, 11, 20, 30, 31, 40].filter(() => next() < 0.8);
    const picture = shot.filter(() => next() < 0.7);
    const decide = (ids: readonly number[]): Decision | null => (next() < 0.7 ? keep(ids[Math.floor(next() * ids.length)]!) : null);
    const sets = ([['same-picture', picture], ['same-shot', shot]] as const).filter(([, ids]) => ids.length > 1).map(([kind, ids]) => set(kind, ids, decide(ids)));
    const going = filesToGo(sets).map(({ id }) => id);
    const photosOf = (ids: readonly number[]): number[] => [...new Set(ids.map((id) => Math.floor(id / 10)))];
    const staying = photosOf(sets.flatMap(({ files }) => files.map(({ id }) => id)).filter((id) => !going.includes(id)));
    const lost = photosOf(going).filter((photo) => !staying.includes(photo)).toSorted();
    expect(heirsOf(sets).map(({ photo }) => photo as number).toSorted()).toEqual(lost);
    for (const { heir } of heirsOf(sets)) expect(staying).toContain(heir);
  }
});
