// While memory is short: what can be let go is let go, and learning waits.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHandlers } from '../../src-main/handlers.ts';
import type { FreeMemory } from '../../src-main/handlers/free-memory.ts';
import { judge, MemoryWatch, tooLittle } from '../../src-main/handlers/memory.ts';
import { createEventHub } from '../../src-main/hosts/events.ts';
import { noDialogs } from '../../src-main/hosts/host.ts';
import { plainEngine } from '../library/plain-engine.ts';
import { makeLibrary } from '../made-library.ts';

const of = (available: number, more: Partial<FreeMemory> = {}): FreeMemory => ({ available, total: 8e9, stalled: null, short: null, ...more });

it('is short below a twenty-fifth of the machine, or where everything waits for it, or where the system says so', () => {
  expect([1e9, 8e9, 64e9].map(tooLittle)).toEqual([200e6, 320e6, 700e6]);
  expect([of(300e6), of(400e6), of(700e6)].map(judge)).toEqual(['short', 'between', 'enough']);
  expect([of(4e9, { stalled: 0.3 }), of(4e9, { stalled: 0.05 }), of(4e9, { stalled: 0 })].map(judge)).toEqual(['short', 'between', 'enough']);
  expect([of(50e6, { short: false }), of(4e9, { short: true })].map(judge)).toEqual(['enough', 'short']);
});

describe('watching', () => {
  let now: FreeMemory;
  let done: string[];
  let watch: MemoryWatch;
  const look = async (readings: number, available: number): Promise<void> => {
    now = of(available);
    for (let at = 0; at < readings; at++) await watch.look();
  };
  beforeEach(() => {
    done = [];
    watch = new MemoryWatch({ measure: async () => now, letGo: async () => done.push('let go'), waits: { begin: (why) => done.push(`begin ${why}`), end: async (why) => void done.push(`end ${why}`) } });
  });

  it('acts on what lasts, not on a moment', async () => {
    await look(1, 1e8);
    await look(1, 4e9);
    await look(1, 1e8);
    expect([done, watch.short]).toEqual([[], false]);
    await look(1, 1e8);
    expect([done, watch.short]).toEqual([['begin memory', 'let go'], true]);
  });

  it('goes on once there has been enough for a while, and not when there is hardly more', async () => {
    await look(2, 1e8);
    await look(20, 4e8); // between
    await look(5, 4e9);
    await look(1, 1e8);
    expect(done).toEqual(['begin memory', 'let go']);
    await look(6, 4e9);
    expect([done, watch.short]).toEqual([['begin memory', 'let go', 'end memory'], false]);
  });

  it('lets go again each minute while it stays short', async () => {
    await look(2 + 24, 1e8);
    expect(done).toEqual(['begin memory', 'let go', 'let go', 'let go']);
  });
});

describe('the app', () => {
  let root: string;
  beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'kindred-memory-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  it('ends the encoder’s idle workers and the index that is searched, and both come back when they are needed', async () => {
    await makeLibrary(join(root, 'photos'), { groups: 2, perGroup: 2, width: 64, height: 48 });
    let reading = of(4e9);
    const rest = vi.fn(async () => undefined);
    const app = createHandlers({
      host: 'browser', version: '0', locale: 'en', dataFolder: join(root, 'data'), events: createEventHub(), dialogs: noDialogs,
      memory: { measure: async () => reading, everyMs: 5 }, engine: async () => ({ ...plainEngine(), rest })
    });
    app.pages.arrive('page');
    const { id, lensId } = await app.handlers['library.open']({ folder: join(root, 'photos'), page: 'page' });
    const found = (): Promise<number> => app.libraryHandlers['photos.find'](id, { filter: { parts: [] }, lensId }).then(({ length }) => length);
    await vi.waitFor(async () => expect(await found()).toBe(4), 20_000);
    expect(rest).not.toHaveBeenCalled();
    reading = of(1e8);
    await vi.waitFor(() => expect(rest).toHaveBeenCalled());
    expect(await found()).toBe(4);
    await app.close();
  });
});
