// Groups on the screens of two pages over one library: neither undoes what was said in the other.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Judgment, JudgmentId, PhotoId } from '../../../src-shared/contract.ts';
import type { GroupsPort } from '../../../src-renderer/state/groups-port.ts';
import { Groups } from '../../../src-renderer/state/groups.svelte.ts';
import { AddressedDesk } from '../../../src-renderer/workers/addressed-desk.ts';
import { GroupsDesk } from '../../../src-renderer/workers/groups-desk.ts';
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

/** The port of a page whose spaces come once `arrive` is called. */
function waiting(): { readonly port: GroupsPort; readonly arrive: () => void; readonly fetched: () => number } {
  let [arrive, fetched] = [() => {}, 0];
  const there = new Promise<void>((resolve) => (arrive = resolve));
  const desk = new AddressedDesk(new GroupsDesk(), async () => (fetched++, await there, bridge.space()));
  return { port: { ask: (message) => desk.ask(message), close: () => {} }, arrive: () => arrive(), fetched: () => fetched };
}

describe('a library that is opened again', () => {
  it('shows its groups before their points are there, without photos that are gone', async () => {
    await here.rename(here.table.idAt(0), 'Norway');
    const { port, arrive } = waiting();
    const [gone, other] = here.table.photosAt(0);
    const groups = new Groups({ bridge, lensId, port, isThere: (photo) => photo !== gone, onFailure: (error) => { throw error; } });
    const read = groups.read(() => []);
    await vi.waitFor(() => expect(groups.table.count).toBe(here.table.count));
    expect([groups.status, groups.movable, groups.busy]).toEqual(['working', false, true]);
    expect(groups.table.nameAt(0)).toBe('Norway');
    expect(groups.table.placeOfPhoto(gone as PhotoId)).toBe(-1);
    expect(groups.table.placeOfPhoto(other as PhotoId)).toBe(0);
    expect(groups.table.singles).toEqual(here.table.singles);
    for (let place = 0; place < groups.table.count; place++) {
      const covers = groups.table.coversAt(place);
      expect(new Set(covers).size).toBe(Math.min(4, groups.table.sizeAt(place)));
      expect(Array.from(groups.table.photosAt(place))).toEqual(expect.arrayContaining(covers));
    }
    arrive();
    await read;
    expect([groups.status, groups.movable]).toEqual(['ready', true]);
    expect(groups.table.idAt(0)).toBe(here.table.idAt(0));
  });

  it('keeps a name that is given, and what is said, before the points are there', async () => {
    await here.flush();
    const { port, arrive } = waiting();
    let said: readonly Judgment[] = [];
    const groups = new Groups({ bridge, lensId, port, onFailure: (error) => { throw error; } });
    const read = groups.read(() => said);
    await vi.waitFor(() => expect(groups.table.count).toBeGreaterThan(1));
    const [one, other] = [groups.table.photosAt(0)[0]!, groups.table.photosAt(1)[0]!] as unknown as [PhotoId, PhotoId];
    const named = groups.rename(groups.table.idAt(0), 'Norway');
    said = [{ id: 1 as JudgmentId, lensId, statement: { kind: 'similar', photos: [one, other] }, origin: volunteered, madeAt: 0 }];
    const judged = groups.judge(said);
    arrive();
    await Promise.all([read, named, judged]);
    expect(groups.table.nameAt(groups.table.placeOfPhoto(one))).toBe('Norway');
    expect(groups.table.placeOfPhoto(one)).toBe(groups.table.placeOfPhoto(other));
  });

  it('does not fetch the points again that it is told of while they are on their way, or has', async () => {
    const { port, arrive, fetched } = waiting();
    const groups = new Groups({ bridge, lensId, port, onFailure: (error) => { throw error; } });
    const read = groups.read(() => []);
    void groups.read(() => [], bridge.space().revision);
    arrive();
    await read;
    await groups.read(() => [], bridge.space().revision);
    expect(fetched()).toBe(1);
    await groups.read(() => [], bridge.space().revision + 1);
    await groups.read(() => []);
    expect(fetched()).toBe(3);
  });
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
