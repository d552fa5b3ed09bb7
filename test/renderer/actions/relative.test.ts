import { describe, expect, it } from 'vitest';
import { relative } from '../../../src-renderer/actions/relative.ts';
import type { PhotoId } from '../../../src-shared/contract.ts';

const id = (value: number): PhotoId => value as PhotoId; // made up

describe('one photo that is looked at', () => {
  it('is similar to the photo it is compared with, whatever group it is in', () => {
    expect(relative(id(1), { against: id(9), group: [1, 2, 3], covers: [id(2)] })).toEqual({ to: 'photo', similar: { kind: 'similar', photos: [1, 9] }, different: { kind: 'different', photos: [1, 9] } });
  });

  it('belongs with the covers of its group, or does not belong with the rest', () => {
    expect(relative(id(1), { against: null, group: [1, 2, 3], covers: [id(1), id(3)] })).toEqual({ to: 'group', similar: { kind: 'together', photos: [1, 3] }, different: { kind: 'apart', photos: [1], others: [2, 3] } });
  });

  it('belongs with another photo where it is the only cover', () => {
    expect(relative(id(1), { against: null, group: [1, 2, 3], covers: [id(1)] })?.similar).toEqual({ kind: 'together', photos: [1, 2] });
  });

  it('can be said to belong to a group that it is not in', () => {
    expect(relative(id(7), { against: null, group: [1, 2], covers: [id(1), id(2)] })).toMatchObject({ similar: { photos: [7, 1, 2] }, different: { photos: [7], others: [1, 2] } });
  });

  it('is nothing of the kind alone, or beside itself', () => {
    expect(relative(id(1), { against: null, group: [1], covers: [] })).toBeNull();
    expect(relative(id(1), { against: id(1), group: [], covers: [] })).toBeNull();
  });
});
