// Groups on the screens of two pages over one library: neither undoes what was said in the other.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Judgment, JudgmentId, PhotoId } from '../../../src-shared/contract.ts';
import { Groups } from '../../../src-renderer/state/groups.svelte.ts';
import { volunteered } from '../../origins.ts';
import { FakeBridge, lensId } from '../fake-bridge.ts';

let bridge: FakeBridge;
let here: Groups;
let there: Groups;

async function page(): Promise<Groups> {
  const groups = new Groups({ bridge, lensId, saveAfterMs: 5, port: bridge.port(), onFailure: (error) => { throw error; } });
  bridge.on('groups.changed', ({ revision }) => void groups.takeStored(revision));
  await groups.read(() => []);
  await groups.flush();
  return groups;
}

const name = (groups: Groups, place: number): string | null => groups.table.nameAt(place);
const stored = (): (string | null)[] => bridge.saved.groups.map((group) => group.name).filter((given) => given !== null);

beforeEach(async () => {
  bridge = new FakeBridge({ photos: 40 });
  here = await page();
  there = await page();
});

it('obeys what is said while the first space is on its way', async () => {
  const port = bridge.port();
  const groups = new Groups({ bridge, lensId, port, onFailure: (error) => { throw error; } });
  let said: readonly Judgment[] = [];
  const read = groups.read(() => said);
  const [one, other] = [here.table.photosAt(0)[0]!, here.table.photosAt(1)[0]!] as unknown as [PhotoId, PhotoId];
  said = [{ id: 1 as JudgmentId, lensId, statement: { kind: 'similar', photos: [one, other] }, origin: volunteered, madeAt: 0 }];
  await groups.judge(said); // not started yet
  await read;
  expect(groups.table.placeOfPhoto(one)).toBe(groups.table.placeOfPhoto(other));
});

it('knows where the tree is cut that is on the screen', async () => {
  const groups = new Groups({ bridge, lensId, port: bridge.port(), onFailure: (error) => { throw error; } });
  expect(groups.height).toBeNull();
  await groups.read(() => []);
  const before = groups.height!;
  await groups.move(0.9);
  expect(groups.height).toBeGreaterThan(before);
  await groups.flush();
  expect(bridge.saved.height).toBe(groups.height);
});

describe('two pages on one library', () => {
  it('see the names that are given in the other', async () => {
    await here.rename(here.table.idAt(0), 'Norway');
    await vi.waitFor(() => expect(name(there, 0)).toBe('Norway'));
    await there.rename(there.table.idAt(0), null);
    await vi.waitFor(() => expect(name(here, 0)).toBeNull());
  });

  it('keep the names of both where both give some at once', async () => {
    await Promise.all([here.rename(here.table.idAt(0), 'Norway'), there.rename(there.table.idAt(1), 'Sweden')]);
    await vi.waitFor(() => expect(stored().sort()).toEqual(['Norway', 'Sweden']));
    await vi.waitFor(() => expect([name(here, 1), name(there, 0)]).toEqual(['Sweden', 'Norway']));
  });

  it('let the later name of a group win', async () => {
    await Promise.all([here.rename(here.table.idAt(0), 'First'), there.rename(there.table.idAt(0), 'Second')]);
    await vi.waitFor(() => expect([stored(), name(here, 0), name(there, 0)]).toEqual([['Second'], 'Second', 'Second']));
  });

  it('follow the slider of the other, but not against their own', async () => {
    await here.move(0.9);
    await here.flush();
    await vi.waitFor(() => expect(there.position).toBeCloseTo(here.position, 1));
    const renamed = here.rename(here.table.idAt(0), 'Norway');
    await there.move(0.2);
    await renamed;
    await there.flush();
    expect(there.position).toBeCloseTo(0.2, 1);
    await vi.waitFor(() => expect(here.position).toBeCloseTo(0.2, 1));
    expect(stored()).toEqual(['Norway']);
  });
});
