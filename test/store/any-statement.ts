// Arbitrary statements for property tests.
import fc from 'fast-check';
import type { PhotoId, Statement } from '../../src-shared/contract.ts';

const PHOTOS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as PhotoId[]; // the brand has no other source in a test

/** Any statement that says something, about photos 1..12. */
export const anyStatement: fc.Arbitrary<Statement> = fc.shuffledSubarray(PHOTOS, { minLength: 3 }).chain((photos) => {
  const [a, b, c] = photos as [PhotoId, PhotoId, PhotoId]; // three at least
  return fc.oneof(
    fc.constantFrom<Statement>(
      { kind: 'similar', photos: [a, b] }, { kind: 'different', photos: [a, b] }, { kind: 'closer', photos: [a, b, c] },
      { kind: 'together', photos }, { kind: 'apart', photos: [a], others: photos.slice(1) }
    ),
    fc.double({ min: 0, max: 1, noNaN: true }).map((degree): Statement => ({ kind: 'degree', photos: [a, b], degree: degree + 0 }))
  );
});
