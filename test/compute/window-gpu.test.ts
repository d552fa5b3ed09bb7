import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { WindowGpu } from '../../src-main/compute/window-gpu.ts';
import { WorkerPool } from '../../src-main/workers/worker-pool.ts';
import type { GpuAdapter, GpuOrder, GpuReply } from '../../src-shared/contract.ts';

const card: GpuAdapter = { vendor: 'maker', architecture: 'new', device: '', description: 'A card', isFallbackAdapter: false };
const software: GpuAdapter = { ...card, architecture: 'swiftshader', description: '', isFallbackAdapter: true };

let woken: string[];
let gpu: WindowGpu;
beforeEach(() => {
  woken = [];
  gpu = new WindowGpu({ wake: (page) => woken.push(page), waitMs: 50, silenceMs: 150 });
});

/** A page whose workers answer with what they are sent, until it is stopped. */
function openPage(name: string, reply: (order: GpuOrder & { kind: 'post' }) => GpuReply = ({ message }) => ({ kind: 'answer', answer: message })) {
  const seen: GpuOrder[] = [];
  let stopped = false;
  const work = async (): Promise<void> => {
    for (;;) {
      const orders = stopped ? null : await gpu.take(name);
      if (orders === null) return;
      for (const order of orders) {
        seen.push(order);
        if (order.kind === 'start') gpu.tell(name, order.worker, { kind: 'ready' });
        if (order.kind === 'post') gpu.tell(name, order.worker, reply(order));
      }
    }
  };
  return { seen, work, stop: () => void (stopped = true) };
}

async function openPool(page: ReturnType<typeof openPage>, size = 1): Promise<WorkerPool<unknown>> {
  const opening = WorkerPool.open<unknown>(new URL('file:///nowhere'), { some: 'data' }, size, { start: (data, listener) => gpu.start('photos', data, listener) });
  void page.work();
  return opening;
}

describe("windows' GPUs", () => {
  it('are chosen: hardware before software, the latest among equals', () => {
    expect(gpu.lent).toBeUndefined();
    gpu.offer('a', null);
    expect(gpu.lent).toBeNull();
    gpu.offer('b', software);
    expect(gpu.lent).toEqual({ device: 'maker swiftshader', software: true });
    gpu.offer('c', card);
    gpu.offer('d', software);
    expect(gpu.lent).toEqual({ device: 'A card', software: false });
    gpu.offer('c', null);
    expect(gpu.lent).toMatchObject({ software: true });
  });

  it('are waited for until a window has reported, but not forever', async () => {
    const began = performance.now();
    await gpu.expect(40);
    expect(performance.now() - began).toBeGreaterThan(30);
    const spoken = gpu.expect(60_000);
    gpu.offer('a', null);
    await spoken;
    await gpu.expect(60_000);
  });

  it('host workers of a pool: data at the start, each message answered, an end', async () => {
    gpu.offer('a', card);
    const page = openPage('a');
    const pool = await openPool(page, 2);
    expect(woken).toEqual(['a', 'a']);
    expect(await Promise.all([1, 2, 3].map((value) => pool.run({ message: { value } })))).toEqual([{ value: 1 }, { value: 2 }, { value: 3 }]);
    await pool.close();
    await sleep(20);
    expect(page.seen.filter(({ kind }) => kind !== 'post')).toEqual([
      { kind: 'start', worker: 1, role: 'photos', data: { some: 'data' } }, { kind: 'start', worker: 2, role: 'photos', data: { some: 'data' } },
      { kind: 'end', worker: 1 }, { kind: 'end', worker: 2 }
    ]);
    // nothing is left to wait for
    expect(await gpu.take('a')).toBeNull();
  });

  it('pass on errors with their types, and bytes in their own memory', async () => {
    gpu.offer('a', card);
    const body = Buffer.from([9, 1, 2, 3, 9]);
    const replies: GpuReply[] = [
      { kind: 'error', error: { name: 'RangeError', message: 'too many' } }, { kind: 'error', error: { name: 'GPUError', message: 'else' } }, { kind: 'answer', answer: body.subarray(1, 4) }
    ];
    const pool = await openPool(openPage('a', () => replies.shift()!));
    await expect(pool.run({ message: {} })).rejects.toThrow(new RangeError('too many'));
    await expect(pool.run({ message: {} })).rejects.toThrow(new Error('else'));
    const bytes = await pool.run({ message: {} }) as Uint8Array;
    expect([Buffer.isBuffer(bytes), bytes, bytes.buffer.byteLength]).toEqual([false, Uint8Array.of(1, 2, 3), 3]);
    await pool.close();
  });

  it('are given up when their window is silent or reloaded, or a worker in it dies: pending requests fail', async () => {
    gpu.offer('a', card);
    const page = openPage('a', () => ({ kind: 'ready' })); // never an answer
    const pool = await openPool(page);
    const unanswered = pool.run({ message: {} });
    page.stop();
    await expect(unanswered).rejects.toMatchObject({ code: 'crash', message: expect.stringContaining('the window does not answer any more') });
    expect(gpu.lent).toBeUndefined();
    await expect(pool.run({ message: {} })).rejects.toMatchObject({ code: 'start', message: expect.stringContaining('no window lends a GPU') });
    await pool.close();

    gpu.offer('b', card);
    const second = await openPool(openPage('b', () => ({ kind: 'died', error: { name: 'Error', message: 'lost' } })));
    await expect(second.run({ message: {} })).rejects.toMatchObject({ code: 'crash', message: expect.stringContaining('lost') });
    await second.close();

    gpu.offer('c', card);
    const third = await openPool(openPage('c', () => ({ kind: 'ready' })));
    const reloaded = third.run({ message: {} });
    gpu.offer('c', card);
    await expect(reloaded).rejects.toMatchObject({ message: expect.stringContaining('the window was reloaded') });
    await third.close();
  });

  it('stay lent while their window asks for orders, however long an answer takes', async () => {
    gpu.offer('a', card);
    const page = openPage('a', () => ({ kind: 'ready' }));
    const pool = await openPool(page);
    const slow = pool.run({ message: {} });
    await sleep(400);
    gpu.tell('a', 1, { kind: 'answer', answer: 'at last' });
    expect(await slow).toBe('at last');
    await pool.close();
  });

  it('ignore pages other than the one a worker is in', async () => {
    gpu.offer('a', card);
    const pool = await openPool(openPage('a', () => ({ kind: 'ready' })));
    gpu.offer('b', software);
    const answer = pool.run({ message: {} });
    gpu.tell('b', 1, { kind: 'answer', answer: 'from elsewhere' });
    gpu.tell('a', 1, { kind: 'answer', answer: 'from there' });
    expect(await answer).toBe('from there');
    expect(await gpu.take('unknown')).toBeNull();
    await pool.close();
  });
});
