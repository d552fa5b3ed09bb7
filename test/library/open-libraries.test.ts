// Which libraries are open, and for which pages: pages arrive, leave and return.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { OpenLibraries } from '../../src-main/library/open-libraries.ts';
import type { LibraryId } from '../../src-shared/contract.ts';

class Made {
  readonly id: LibraryId;
  busy = false;
  closed = false;
  readonly gone: string[] = [];
  constructor(id: LibraryId) {
    this.id = id;
  }
  left(page: string): void {
    this.gone.push(page);
  }

  async close(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 5));
    this.closed = true;
    log.push(`closed ${this.id}`);
  }
}

const [a, b] = ['a', 'b'] as unknown as [LibraryId, LibraryId];
let log: string[];
let libraries: OpenLibraries<Made>;
const settle = (ms = 60): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const isOpen = (id: LibraryId): boolean => log.filter((line) => line === `opened ${id}`).length > log.filter((line) => line === `closed ${id}`).length;

const make = (flushMs: number): OpenLibraries<Made> =>
  new OpenLibraries<Made>({
    flushMs, graceMs: 30,
    idOf: (folder) => folder.slice(1) as LibraryId, // '/a' is of library a
    folderOf: (id) => (id.length === 1 ? `/${id}` : null),
    open: async (id) => {
      log.push(`opened ${id}`);
      await settle(2);
      if (id === 'z') throw new Error('damaged');
      return new Made(id);
    },
    tell: (id) => (name) => void log.push(`${name} ${id}`)
  });

beforeEach(() => {
  log = [];
  libraries = make(100);
});

it('opens a library once for all pages, and another one alongside', async () => {
  const [first, second, other] = await Promise.all([libraries.open('/a', 'one'), libraries.open('/a', 'two'), libraries.open('/b', 'two')]);
  expect(second).toBe(first);
  expect(libraries.get(a)).toBe(first);
  expect(libraries.get(b)).toBe(other);
  expect(log).toEqual(['opened a', 'opened b']);
});

it('reports that a library is not open', async () => {
  expect(() => libraries.get(a)).toThrow(expect.objectContaining({ code: 'no-library' }) as Error);
  await expect(libraries.open('/z', 'one')).rejects.toThrow('damaged');
  expect(() => libraries.get('z' as LibraryId)).toThrow('not open');
});

describe('a page', () => {
  it('that releases a library closes it if it was the last', async () => {
    const library = await libraries.open('/a', 'one');
    await libraries.open('/a', 'two');
    await libraries.release(a, 'one');
    await libraries.release(a, 'one'); // twice is once
    expect(library.gone).toEqual(['one']);
    expect(isOpen(a)).toBe(true);
    await libraries.release(a, 'two');
    expect(log).toEqual(['opened a', 'closed a', 'library.closed a']);
    expect(await libraries.enter(null, 'three')).toBeNull(); // its user chose to leave
  });

  it('that asks for a library while it closes waits and opens it again', async () => {
    await libraries.open('/a', 'one');
    const closing = libraries.release(a, 'one');
    const again = await libraries.open('/a', 'two');
    await closing;
    expect(again.closed).toBe(false);
    expect(log).toEqual(['opened a', 'closed a', 'library.closed a', 'opened a']);
  });

  it('that reloads finds its library open', async () => {
    const leave = libraries.arrive('before');
    const library = await libraries.open('/a', 'before');
    leave();
    libraries.arrive('after');
    expect(await libraries.enter(a, 'after')).toEqual({ library, fresh: false });
    await settle();
    expect(isOpen(a)).toBe(true);
  });

  it('that does not come back releases its library after a while, and the last library is there for the next page', async () => {
    const leave = libraries.arrive('one');
    await libraries.open('/a', 'one');
    leave();
    await vi.waitFor(() => expect(isOpen(a)).toBe(false));
    expect((await libraries.enter(null, 'two'))?.fresh).toBe(true);
  });

  it('whose connection comes back in time has lost nothing', async () => {
    const leave = libraries.arrive('one');
    const library = await libraries.open('/a', 'one');
    leave();
    await settle(5);
    libraries.arrive('one');
    await settle();
    expect(isOpen(a)).toBe(true);
    expect(library.gone).toEqual([]);
  });

  it('with two streams is connected until both are gone', async () => {
    const [first, second] = [libraries.arrive('one'), libraries.arrive('one')];
    await libraries.open('/a', 'one');
    first();
    first();
    await settle();
    expect(isOpen(a)).toBe(true);
    second(true); // gone for good
    await vi.waitFor(() => expect(isOpen(a)).toBe(false));
  });

  it('that leaves does not stop a job worth finishing', async () => {
    const leave = libraries.arrive('one');
    const library = await libraries.open('/a', 'one');
    library.busy = true;
    leave();
    await settle(100);
    expect(isOpen(a)).toBe(true);
    expect(library.gone).toContain('one'); // what is kept for it alone ends
    library.busy = false;
    await vi.waitFor(() => expect(isOpen(a)).toBe(false));
  });
});

describe('what the host opened', () => {
  it('stays open until a page takes it over, in preference to what the page had', async () => {
    await libraries.open('/b', 'one');
    const offered = await libraries.offer('/a');
    await settle();
    expect(await libraries.enter(b, 'one')).toEqual({ library: offered, fresh: false });
    expect((await libraries.enter(b, 'two'))?.library.id).toBe('b');
    await libraries.release(a, 'one');
    expect(isOpen(a)).toBe(false);
  });
});

describe('closing', () => {
  it('waits until every connected page has stored its unsaved changes', async () => {
    libraries.arrive('one');
    libraries.arrive('two');
    for (const page of ['one', 'two', 'never there']) await libraries.open('/a', page);
    const closed = libraries.close(a);
    await settle(10);
    expect(log).toEqual(['opened a', 'library.closing a']);
    expect(libraries.get(a).closed).toBe(false); // what they store arrives
    libraries.flushed(a, 'one');
    libraries.flushed(b, 'two');
    await settle(10);
    expect(isOpen(a)).toBe(true);
    libraries.flushed(a, 'two');
    await closed;
    expect(log).toEqual(['opened a', 'library.closing a', 'closed a', 'library.closed a']);
  });

  it('does not wait for a page forever', async () => {
    libraries.arrive('silent');
    await libraries.open('/a', 'silent');
    await libraries.close(a);
    expect(isOpen(a)).toBe(false);
  });

  it('does not wait for a page that leaves meanwhile', async () => {
    libraries = make(600_000);
    const leave = libraries.arrive('going');
    await libraries.open('/b', 'going');
    const closed = libraries.close(b);
    await expect.poll(() => log).toContain('library.closing b'); // it is waited for
    leave();
    await closed;
    expect(isOpen(b)).toBe(false);
  });

  it('of all includes libraries just being opened, and opens none afterwards', async () => {
    await libraries.open('/a', 'one');
    const opening = libraries.open('/b', 'two').catch(() => null);
    await libraries.closeAll();
    await opening;
    expect([isOpen(a), isOpen(b)]).toEqual([false, false]);
    await expect(libraries.open('/a', 'one')).rejects.toThrow('closing');
  });

  it('asks a single page to store its unsaved changes, for each of its libraries', async () => {
    libraries.arrive('one');
    libraries.arrive('two');
    await libraries.open('/a', 'one');
    await libraries.open('/b', 'one');
    await libraries.open('/a', 'two');
    const flushed = libraries.flush('one');
    libraries.flushed(a, 'one');
    libraries.flushed(b, 'one');
    await flushed;
    expect(log.filter((line) => line.startsWith('library.closing'))).toEqual(['library.closing a', 'library.closing b']);
    expect([isOpen(a), isOpen(b)]).toEqual([true, true]);
  });
});
