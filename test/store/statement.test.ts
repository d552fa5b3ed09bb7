import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromPayload, type PhotoIdentity, toPayload } from '../../src-main/store/statement.ts';
import type { PhotoId, Statement } from '../../src-shared/contract.ts';
import { anyStatement } from './any-statement.ts';

const ids = (...numbers: number[]) => numbers as PhotoId[]; // the brand has no other source in a test
const identityOf = (id: PhotoId) => ({ hash: `hash ${id}`, picture: id % 2 === 0 ? null : `picture ${id}` });
const idOf = ({ hash }: PhotoIdentity) => Number(hash.slice(5)) as PhotoId;

describe('a statement', () => {
  it('survives a round trip', () => {
    fc.assert(fc.property(anyStatement, (statement) => {
      expect(fromPayload(statement.kind, JSON.parse(JSON.stringify(toPayload(statement, identityOf))), idOf)).toEqual(statement);
    }));
  });

  it.each<Statement>([
    { kind: 'together', photos: ids(1) },
    { kind: 'together', photos: ids(1, 2, 1) },
    { kind: 'similar', photos: [1, 1] as unknown as [PhotoId, PhotoId] },
    { kind: 'closer', photos: ids(1, 2) as unknown as [PhotoId, PhotoId, PhotoId] },
    { kind: 'apart', photos: [], others: ids(1) },
    { kind: 'apart', photos: ids(1), others: [] },
    { kind: 'apart', photos: ids(1, 2), others: ids(2) },
    { kind: 'degree', photos: ids(1, 2) as unknown as [PhotoId, PhotoId], degree: 1.5 },
    { kind: 'degree', photos: ids(1, 2) as unknown as [PhotoId, PhotoId], degree: NaN }
  ])('that says nothing is refused: %j', (statement) => {
    expect(() => toPayload(statement, identityOf)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });

  it('is reduced to known photos, as long as it still says something', () => {
    const known = (...numbers: number[]) => (identity: PhotoIdentity) => (numbers.includes(idOf(identity)) ? idOf(identity) : undefined);
    const together = toPayload({ kind: 'together', photos: ids(1, 2, 3) }, identityOf);
    expect(fromPayload('together', together, known(1, 3))).toEqual({ kind: 'together', photos: [1, 3] });
    expect(fromPayload('together', together, known(3))).toBeNull();
    const apart = toPayload({ kind: 'apart', photos: ids(1, 2), others: ids(3, 4) }, identityOf);
    expect(fromPayload('apart', apart, known(2, 4))).toEqual({ kind: 'apart', photos: [2], others: [4] });
    expect(fromPayload('apart', apart, known(1, 2))).toBeNull();
    for (const kind of ['similar', 'different'] as const) expect(fromPayload(kind, { photos: ['hash 1', 'hash 2'] }, known(2))).toBeNull();
    expect(fromPayload('closer', { photos: ['hash 1', 'hash 2', 'hash 3'] }, known(1, 3))).toBeNull();
  });

  it('is reduced if photos turn out to be one', () => {
    // 1 and 2 are one picture, as are 3 and 4
    const find = (identity: PhotoIdentity) => (Math.ceil(idOf(identity) / 2) + 100) as PhotoId;
    const left = (statement: Statement) => fromPayload(statement.kind, toPayload(statement, identityOf), find);
    for (const kind of ['similar', 'different'] as const) {
      expect(left({ kind, photos: [1, 2] as unknown as [PhotoId, PhotoId] })).toBeNull();
      expect(left({ kind, photos: [2, 3] as unknown as [PhotoId, PhotoId] })).toEqual({ kind, photos: [101, 102] });
    }
    expect(left({ kind: 'degree', photos: [3, 4] as unknown as [PhotoId, PhotoId], degree: 1 })).toBeNull();
    expect(left({ kind: 'closer', photos: [1, 3, 4] as unknown as [PhotoId, PhotoId, PhotoId] })).toBeNull();
    expect(left({ kind: 'together', photos: ids(1, 2, 3, 5) })).toEqual({ kind: 'together', photos: [101, 102, 103] });
    expect(left({ kind: 'together', photos: ids(1, 2) })).toBeNull();
    expect(left({ kind: 'apart', photos: ids(1, 3), others: ids(4, 5) }), 'what stands on both sides is on neither').toEqual({ kind: 'apart', photos: [101], others: [103] });
    expect(left({ kind: 'apart', photos: ids(1), others: ids(2, 3) })).toBeNull();
  });
});
