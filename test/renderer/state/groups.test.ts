// Groups on the screens of two pages over one library: neither undoes what was said in the other.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { GroupId, Judgment, JudgmentId, PhotoId } from '../../../src-shared/contract.ts';
import type { GroupsPort } from '../../../src-renderer/state/groups-port.ts';
import { Groups } from '../../../src-renderer/state/groups.svelte.ts';
import { Judgments } from '../../../src-renderer/state/judgments.svelte.ts';
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

describe('a page that was away, whose desk is not kept any more', () => {
  const said = (): readonly Judgment[] => [];

  it.each([
    ['slider is moved', (groups: Groups) => groups.move(0.9)],
    ['points are others', (groups: Groups) => groups.read(said)],
    ['something is asked', (groups: Groups) => groups.standing()],
    ['something is said', (groups: Groups) => groups.judge([])]
  ])('begins another when the %s, and goes on', async (_, act) => {
    const told: unknown[] = [];
    const groups = new Groups({ bridge, lensId, saveAfterMs: 5, port: bridge.port(), onFailure: (error) => told.push(error) });
    await groups.read(said);
    await groups.rename(groups.table.idAt(0), 'Norway');
    const before = groups.table;
    bridge.forgetDesks();
    await act(groups);
    await vi.waitFor(() => expect([groups.status, groups.busy]).toEqual(['ready', false]));
    await vi.waitFor(() => expect(groups.table).not.toBe(before));
    expect(groups.table.count).toBe(before.count);
    expect(name(groups, 0)).toBe('Norway');
    expect(await groups.distances()).not.toBeNull();
    expect(told).toEqual([]);
    groups.close();
  });
});

/** The port of a page whose spaces come once `arrive` is called. */
function waiting(): { readonly port: GroupsPort; readonly arrive: () => void; readonly fetched: () => number } {
  let [arrive, fetched] = [() => {}, 0];
  const there = new Promise<void>((resolve) => (arrive = resolve));
  const port = bridge.port();
  const ask: GroupsPort['ask'] = async (message) => {
    if (message.kind === 'start' || message.kind === 'space') [fetched] = [fetched + 1, await there];
    return port.ask(message);
  };
  return { port: { ask, close: () => port.close() }, arrive: () => arrive(), fetched: () => fetched };
}

/** The port of a page whose points do not come at first. */
function failingOnce(): GroupsPort {
  const port = bridge.port();
  let failed = false;
  return { ask: (message) => (failed ? port.ask(message) : ((failed = true), Promise.reject(new Error('no points')))), close: () => {} };
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

  it('says where they are cut before the points are there, where the user chose that', async () => {
    await here.move(0.9);
    await here.flush();
    const { port, arrive } = waiting();
    const groups = new Groups({ bridge, lensId, port, onFailure: (error) => { throw error; } });
    const read = groups.read(() => []);
    await vi.waitFor(() => expect(groups.table.count).toBeGreaterThan(0));
    const before = groups.height;
    arrive();
    await read;
    expect([before, groups.height]).toEqual([here.height, here.height]);
  });

  it('records each answer, and takes it back, at once, and obeys them when the points come', async () => {
    const { port, arrive } = waiting();
    const similar = (a: number, b: number) => ({ kind: 'similar', photos: [a, b] as unknown as [PhotoId, PhotoId] }) as const;
    const [one, two, three, four] = [0, 1, 2, 3].map((place) => here.table.photosAt(place)[0]!) as [number, number, number, number];
    let last: Promise<unknown> | undefined;
    const groups = new Groups({
      bridge, lensId, onFailure: (error) => { throw error; },
      port: {
        ask: async (message) => {
          if (message.kind === 'judgments') last ??= judgments.say(similar(two, three)); // while the earlier ones are being shown
          return port.ask(message);
        },
        close: () => {}
      }
    });
    const judgments: Judgments = new Judgments({ bridge, lensId, onChange: (inForce) => groups.judge(inForce) });
    await judgments.read();
    const read = groups.read(() => judgments.inForce);
    await vi.waitFor(() => expect(groups.table.count).toBe(here.table.count));
    await judgments.say(similar(one, two));
    await judgments.say(similar(one, four));
    expect(await judgments.undo()).toMatchObject({ status: 'done' });
    await judgments.settled();
    expect(bridge.judgments.map(({ statement }) => statement)).toEqual([similar(one, two)]);
    expect(groups.movable).toBe(false);
    arrive();
    await read;
    await last;
    const placeOf = (photo: number): number => groups.table.placeOfPhoto(photo as PhotoId);
    expect([placeOf(two), placeOf(three)]).toEqual([placeOf(one), placeOf(one)]);
    expect(placeOf(four)).not.toBe(placeOf(one));
  });

  describe('gives a group a name before the points are there', () => {
    /** A page that shows the stored groups, whose points wait. */
    async function early(from = waiting()) {
      await Promise.all([here.flush(), there.flush()]);
      const groups = new Groups({ bridge, lensId, port: from.port, saveAfterMs: 5, onFailure: () => {} });
      const read = groups.read(() => []);
      await vi.waitFor(() => expect(groups.table.count).toBe(here.table.count));
      return { groups, read, arrive: from.arrive };
    }

    it('and stores it at once', async () => {
      const { groups, read, arrive } = await early();
      const named = groups.rename(groups.table.idAt(0), 'Norway');
      expect(name(groups, 0)).toBe('Norway');
      await groups.flush();
      await named;
      expect(stored()).toEqual(['Norway']);
      await groups.rename(groups.table.idAt(1), 'Sweden');
      await groups.rename(groups.table.idAt(0), null);
      expect([groups.movable, name(groups, 0), stored()]).toEqual([false, null, ['Sweden']]);
      arrive();
      await read;
      await groups.flush();
      expect([groups.movable, name(groups, 0), name(groups, 1), stored()]).toEqual([true, null, 'Sweden', ['Sweden']]);
    });

    it('and takes it off the screen where it cannot be stored, and tells of it', async () => {
      const { groups, read, arrive } = await early();
      await groups.rename(groups.table.idAt(0), 'Norway');
      bridge.failing.set('groups.write', { name: 'Error', code: 'disk-full', message: 'full' });
      await expect(groups.rename(groups.table.idAt(0), 'Sweden')).rejects.toThrow('full');
      expect(name(groups, 0)).toBe('Norway');
      bridge.failing.clear();
      arrive();
      await read;
      expect(name(groups, 0)).toBe('Norway');
    });

    it('beside the names that another page gives', async () => {
      const { groups, read, arrive } = await early();
      await there.rename(there.table.idAt(1), 'Sweden');
      await groups.rename(groups.table.idAt(0), 'Norway');
      expect(stored().sort()).toEqual(['Norway', 'Sweden']);
      arrive();
      await read;
      await groups.flush();
      expect([name(groups, 0), name(groups, 1), stored().sort()]).toEqual(['Norway', 'Sweden', ['Norway', 'Sweden']]);
    });

    it('where they do not come, and keeps it when they do', async () => {
      const { groups, read } = await early({ ...waiting(), port: failingOnce() });
      await read;
      expect([groups.failed, groups.status, groups.table.count]).toEqual([true, 'failed', here.table.count]);
      await groups.rename(groups.table.idAt(0), 'Norway');
      expect([name(groups, 0), stored()]).toEqual(['Norway', ['Norway']]);
      await groups.read(() => []);
      expect([groups.failed, groups.status, name(groups, 0)]).toEqual([false, 'ready', 'Norway']);
    });

    it('or tells that the group is not there any more', async () => {
      const { groups, read, arrive } = await early();
      await expect(groups.rename(9999 as GroupId, 'Norway')).rejects.toThrow('9999');
      arrive();
      await read;
      await expect(groups.rename(9999 as GroupId, 'Norway')).rejects.toThrow('9999');
      expect(stored()).toEqual([]);
    });
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
