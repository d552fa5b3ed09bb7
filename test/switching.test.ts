// Switching libraries while an answer about one is being recorded, in both hosts: the real handlers, stores and page state, over HTTP and the
// fake Electron. Nothing of one library may reach another, and no answer may be lost.

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bridge, LibraryBridge, LibraryId, LensId, PhotoId, SavedGrouping } from '../src-shared/contract.ts';
import { HttpBridge } from '../src-renderer/bridge/http.ts';
import { DeskPort } from '../src-renderer/state/groups-port.ts';
import { Kindred } from '../src-renderer/state/kindred.svelte.ts';
import { fromSavedColumns } from '../src-shared/learning/groups/saved-columns.ts';
import { createHandlers } from '../src-main/handlers.ts';
import { createEventHub } from '../src-main/hosts/events.ts';
import { noDialogs } from '../src-main/hosts/host.ts';
import { Library } from '../src-main/library/library.ts';
import { serve } from '../src-main/serve.ts';
import { plainEngine } from './library/plain-engine.ts';
import { makeLibrary } from './made-library.ts';
import { forgetful } from './renderer/fake-bridge.ts';
import { StreamedEvents } from './streamed-events.ts';

/** An app that runs, and the bridges of pages on it. */
interface Running {
  open(): Promise<Bridge>;
  /** As SIGTERM and the closing of the window do. */
  quit(): Promise<void>;
}

let root: string;
let sea: string;
let hills: string;
const lensId = 1 as LensId;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-switching-'));
  [sea, hills] = [join(root, 'sea'), join(root, 'hills')];
  await makeLibrary(sea, { groups: 3, perGroup: 3, width: 160, height: 120, seed: 1 });
  await makeLibrary(hills, { groups: 2, perGroup: 4, width: 160, height: 120, seed: 2 });
  for (const folder of [sea, hills]) {
    const library = await Library.open({ dataFolder: join(root, 'data'), folder, engine: plainEngine(), emit: () => {} });
    await library.startIndex().finished;
    await library.space();
    await library.close();
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function overHttp(dataFolder: string): Promise<Running> {
  const events = createEventHub();
  const app = createHandlers({ host: 'browser', version: '0', locale: 'en', dataFolder, events, dialogs: noDialogs, engine: async () => plainEngine(), flushMs: 2000 });
  const served = await serve({ ...app, events });
  const opened: StreamedEvents[] = [];
  return {
    open: async () => new HttpBridge({
      origin: `http://127.0.0.1:${served.port}`, token: served.token,
      openEvents: (url) => {
        opened.push(new StreamedEvents(url));
        return opened.at(-1)! as unknown as EventSource; // as much of one as the bridge uses
      }
    }),
    quit: async () => {
      await app.close();
      for (const stream of opened) stream.close();
      await served.close();
    }
  };
}

async function inElectron(dataFolder: string): Promise<Running> {
  vi.stubEnv('KINDRED_DATA', dataFolder);
  vi.resetModules();
  vi.doMock('electron', () => import('./hosts/desktop/made-electron.ts'));
  vi.doMock('../src-main/handlers.ts', () => ({
    createHandlers: (options: Parameters<typeof createHandlers>[0]) => createHandlers({ ...options, engine: async () => plainEngine(), flushMs: 2000 })
  }));
  const electron = (await import('electron')) as unknown as typeof import('./hosts/desktop/made-electron.ts'); // mocked above
  process.argv = ['electron', '.'];
  await import('../src-main/index.ts');
  await vi.waitFor(() => expect(electron.state.windows).toHaveLength(1));
  return {
    open: async () => {
      await import('../src-main/preload.ts');
      return electron.pageWorld.kindred as Bridge; // what the preload is for
    },
    quit: async () => {
      electron.app.quit();
      await vi.waitFor(() => expect(electron.state.exitCode).toBe(0), { timeout: 8000 });
    }
  };
}

describe.each([['over HTTP', overHttp], ['in Electron', inElectron]])('switching %s', (_, start) => {
  let data: string;
  let app: Running;
  let bridge: Bridge;
  let kindred: Kindred;
  let quitted: boolean;

  beforeEach(async () => {
    data = await mkdtemp(join(root, 'data-'));
    await cp(join(root, 'data'), data, { recursive: true }); // both were read once
    app = await start(data);
    bridge = await app.open();
    kindred = await shown(bridge);
    quitted = false;
  });
  afterEach(async () => {
    if (!quitted) await app.quit();
    vi.unstubAllEnvs();
    vi.doUnmock('electron');
    vi.doUnmock('../src-main/handlers.ts');
  });

  /** The page's state over a bridge, its worker slow enough that things are under way. */
  async function shown(on: Bridge, kept: Partial<Storage> = {}): Promise<Kindred> {
    const made = new Kindred(on, {
      history: forgetful.history, kept: { ...forgetful.kept, ...kept }, language: 'en',
      openPort: (options) => {
        const port = new DeskPort(options);
        return {
          ask: async (message) => {
            const answer = await port.ask(message);
            await new Promise((resolve) => setTimeout(resolve, 30));
            return answer;
          },
          close: () => port.close()
        };
      }
    });
    await made.start();
    return made;
  }

  async function open(folder: string, page = kindred): Promise<LibraryId> {
    await page.open(folder);
    const library = page.library!;
    await vi.waitFor(() => expect([library.groups.status, library.running]).toEqual(['ready', null]), { timeout: 20_000 });
    return library.state.id;
  }

  const groupsOf = async (id: LibraryId): Promise<SavedGrouping> => fromSavedColumns(await bridge.of(id).request('groups.read', { lensId }));
  const namesOf = async (id: LibraryId): Promise<unknown[]> => (await groupsOf(id)).groups.map(({ name }) => name).filter((name) => name !== null);
  const saidOf = async (of: LibraryBridge): Promise<number[][]> => (await of.request('judgments.read', { lensId })).judgments.map(({ statement }) => [...statement.photos]);
  /** Looks at a library that no page shows. */
  const look = async <T>(folder: string, at: (id: LibraryId) => Promise<T>): Promise<T> => {
    const { id } = await bridge.request('library.open', { folder, page: 'looking' });
    const seen = await at(id);
    await bridge.request('library.close', { library: id, page: 'looking' });
    return seen;
  };
  const pair = (one: number, other: number) => ({ kind: 'similar', photos: [one as PhotoId, other as PhotoId] }) as const;

  it('keeps a name given at the last moment, in its own library', async () => {
    const first = await open(sea);
    const { groups } = kindred.library!;
    const renamed = groups.rename(groups.table.idAt(0), 'The sea');
    await open(hills); // at once
    await renamed;
    expect(await namesOf(kindred.library!.state.id)).toEqual([]);
    expect(await look(sea, namesOf)).toEqual(['The sea']);
    expect(await open(sea)).toBe(first);
    expect(kindred.library!.groups.table.nameAt(0)).toBe('The sea');
  });

  it('keeps where the slider was released', async () => {
    await open(sea);
    void kindred.library!.groups.move(0.9);
    void kindred.library!.groups.move(0.8);
    await open(hills);
    expect((await groupsOf(kindred.library!.state.id)).height).toBeNull();
    expect((await look(sea, groupsOf)).height).toBeGreaterThan(0);
  });

  it('records pending answers, undos and redos in the library they belong to', async () => {
    await open(sea);
    const { judgments } = kindred.library!;
    void judgments.say(pair(1, 2));
    void judgments.say(pair(2, 3));
    void judgments.undo();
    void judgments.redo();
    void kindred.say(pair(4, 5));
    await open(hills);
    expect(await saidOf(bridge.of(kindred.library!.state.id))).toEqual([]);
    expect(await look(sea, (id) => saidOf(bridge.of(id)))).toEqual([[1, 2], [2, 3], [4, 5]]);
    expect(kindred.toasts.current?.action ?? null).toBeNull(); // an Undo would be of the library that is gone
  });

  it('waits for work that a screen still has to submit', async () => {
    await open(sea);
    const { judgments } = kindred.library!;
    kindred.library!.track(new Promise((resolve) => setTimeout(resolve, 100)).then(() => judgments.say(pair(1, 2))));
    await open(hills);
    expect(await look(sea, (id) => saidOf(bridge.of(id)))).toEqual([[1, 2]]);
  });

  it('stays in the open library, fully working, if the other folder does not open', async () => {
    const first = await open(sea);
    await kindred.open(join(root, 'nowhere'));
    expect([kindred.phase, kindred.library?.state.id, kindred.failure?.code]).toEqual(['library', first, 'folder-missing']);
    const { groups } = kindred.library!;
    await groups.rename(groups.table.idAt(0), 'Still here');
    expect(await namesOf(first)).toEqual(['Still here']);
    expect(await kindred.say(pair(1, 2))).toMatchObject({ status: 'recorded' });
  });

  it('goes to the welcome screen and back without losing anything', async () => {
    const first = await open(sea);
    const { groups } = kindred.library!;
    void groups.rename(groups.table.idAt(0), 'Kept');
    await kindred.leave();
    expect([kindred.phase, kindred.library?.name]).toEqual(['welcome', 'sea']);
    expect(await namesOf(first)).toEqual(['Kept']);
    await kindred.open(join(root, 'nowhere'));
    expect([kindred.phase, kindred.failure?.code]).toEqual(['welcome', 'folder-missing']);
    kindred.goBack();
    expect([kindred.phase, kindred.library!.groups.table.nameAt(0)]).toEqual(['library', 'Kept']);
  });

  it('finds its library again when the page reloads, and leaves it if it is forgotten', async () => {
    const kept = new Map<string, string>();
    const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) };
    const page = await shown(bridge, storage);
    const first = await open(sea, page);
    await open(hills); // another page, opened later
    const again = await shown(bridge, storage);
    expect(again.library?.state.id).toBe(first);
    await again.forget(first);
    await vi.waitFor(() => expect([again.phase, again.library, page.phase]).toEqual(['welcome', null, 'welcome']));
    expect([kindred.phase, kept.size]).toEqual(['library', 0]);
  });

  it('quits with everything stored', async () => {
    await open(sea);
    const { groups, judgments } = kindred.library!;
    void judgments.say(pair(1, 2));
    void groups.rename(groups.table.idAt(0), 'Last words');
    await app.quit();
    quitted = true;
    const next = await overHttp(data);
    bridge = await next.open();
    expect(await look(sea, async (id) => [await namesOf(id), await saidOf(bridge.of(id))])).toEqual([['Last words'], [[1, 2]]]);
    await next.quit();
  });
});

