import { beforeEach, describe, expect, it } from 'vitest';
import { GpuLender, type GpuWorker } from '../../../src-renderer/bridge/gpu-lender.ts';
import type { AppEvents, Bridge, GpuOrder, Input, RequestName } from '../../../src-shared/contract.ts';

const info = { vendor: 'maker', architecture: 'new', device: '', description: 'A card' };
const gpu = { requestAdapter: () => Promise.resolve({ info } as unknown as GPUAdapter) }; // as much of one as is read

class FakeWorker implements GpuWorker {
  readonly sent: unknown[] = [];
  ended = false;
  onmessage: Worker['onmessage'] = null;
  onerror: Worker['onerror'] = null;
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
  say(data: unknown): void {
    this.onmessage?.call(this as unknown as Worker, { data } as MessageEvent); // no more of either is used
  }
}

let asked: { readonly name: RequestName; readonly input: unknown }[];
let handed: (readonly GpuOrder[] | null)[];
let workers: FakeWorker[];
let want: (page?: string) => void;
let connect: (connection: 'connected' | 'lost') => void;
let page: string;
let waiting: ((orders: readonly GpuOrder[] | null) => void) | null;

/** Starts a lender; what it takes is what is handed next, else it waits. */
async function lend(adapter: typeof gpu | undefined = gpu): Promise<void> {
  asked = [];
  handed = [];
  workers = [];
  waiting = null;
  const request = async (name: RequestName, input: unknown): Promise<unknown> => {
    asked.push({ name, input });
    if (name === 'gpu.offer') ({ page } = input as Input<'gpu.offer'>);
    if (name !== 'gpu.take') return null;
    return handed.length > 0 ? handed.shift()! : new Promise((resolve) => (waiting = resolve));
  };
  const on = (_: string, listener: (payload: AppEvents['gpu.wanted']) => void): (() => void) => {
    want = (name = page) => listener({ page: name });
    return () => {};
  };
  const watch = (listener: (connection: 'connected' | 'lost') => void): (() => void) => ((connect = listener), () => {});
  const bridge = { page: 'this-page', request, on, watch } as unknown as Bridge; // answers those three requests
  await new GpuLender(bridge, { gpu: adapter, openWorker: () => workers[workers.push(new FakeWorker()) - 1]! }).start();
}
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
const told = (): unknown[] => asked.filter(({ name }) => name === 'gpu.tell').map(({ input }) => (input as Input<'gpu.tell'>).reply);

beforeEach(() => lend());

describe('lending the GPU of a page', () => {
  it('reports the GPU, under its own name', async () => {
    expect(asked).toEqual([{ name: 'gpu.offer', input: { page: 'this-page', adapter: { ...info, isFallbackAdapter: false } } }]);
    await lend({ requestAdapter: () => Promise.resolve(null as unknown as GPUAdapter) });
    expect(asked).toMatchObject([{ name: 'gpu.offer', input: { adapter: null } }]);
    await lend({ requestAdapter: () => Promise.reject(new Error('off')) });
    expect(asked).toMatchObject([{ name: 'gpu.offer', input: { adapter: null } }]);
  });

  it('fetches no orders before it is needed, and none of other pages', async () => {
    want('another page');
    await settle();
    expect(asked).toHaveLength(1);
  });

  it('starts workers, passes messages both ways and ends them', async () => {
    handed = [
      [{ kind: 'start', worker: 4, role: 'photos', data: 'weights' }, { kind: 'start', worker: 5, role: 'training', data: 'more' }],
      [{ kind: 'post', worker: 4, message: 'pixels' }]
    ];
    want();
    want(); // once is enough
    await settle();
    expect(workers.map(({ sent }) => sent)).toEqual([[{ role: 'photos', data: 'weights' }, 'pixels'], [{ role: 'training', data: 'more' }]]);
    workers[0]!.say({ kind: 'answer', answer: 'a row' });
    expect(told()).toEqual([{ kind: 'answer', answer: 'a row' }]);
    waiting!([{ kind: 'end', worker: 4 }]);
    await settle();
    expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
    expect(asked.filter(({ name }) => name === 'gpu.take')).toHaveLength(4);
  });

  it('reports why a worker died', async () => {
    handed = [[{ kind: 'start', worker: 1, role: 'photos', data: null }, { kind: 'start', worker: 2, role: 'photos', data: null }]];
    want();
    await settle();
    workers[0]!.onerror?.call(workers[0] as unknown as Worker, { message: 'no module' } as ErrorEvent); // no more of either is used
    workers[1]!.say({ kind: 'died', error: { name: 'Error', message: 'lost' } });
    expect(told()).toEqual([{ kind: 'died', error: { name: 'Error', message: 'no module' } }, { kind: 'died', error: { name: 'Error', message: 'lost' } }]);
    expect(workers.map(({ ended }) => ended)).toEqual([true, true]);
  });

  it('offers its GPU again when the app gave up on it or is back, and stops its workers', async () => {
    handed = [[{ kind: 'start', worker: 1, role: 'photos', data: null }], null];
    want();
    await settle();
    expect(workers[0]!.ended).toBe(true);
    expect(asked.filter(({ name }) => name === 'gpu.offer')).toHaveLength(2);
    handed = [[{ kind: 'start', worker: 2, role: 'photos', data: null }]];
    want();
    await settle();
    connect('lost');
    expect(workers[1]!.ended).toBe(true);
    connect('connected');
    await settle();
    expect(asked.filter(({ name }) => name === 'gpu.offer')).toHaveLength(3);
  });
});
