// Lends this page's GPU to the app: reports what there is and, when it is needed, starts workers on it and passes messages between
// them and the app. gpu.worker.ts does the computing; the app decides whether it is needed (src-main/compute/window-gpu.ts).

import type { GpuAdapter, GpuOrder, GpuReply } from '../../src-shared/contract.ts';
import type { GpuStart } from '../workers/gpu.worker.ts';
import type { WatchedBridge } from './watched.ts';

type Bridge = Pick<WatchedBridge, 'page' | 'request' | 'on' | 'watch'>;
/** The part of a Worker that is used. */
export type GpuWorker = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

export interface LenderOptions {
  /** Absent if the browser has none, whatever its types say. */
  readonly gpu?: Pick<GPU, 'requestAdapter'> | undefined;
  readonly openWorker?: () => GpuWorker;
}

const openGpuWorker = (): GpuWorker => new Worker(new URL('../workers/gpu.worker.ts', import.meta.url), { type: 'module', name: 'gpu' });

export class GpuLender {
  readonly #bridge: Bridge;
  readonly #page: string;
  readonly #gpu: Pick<GPU, 'requestAdapter'> | undefined;
  readonly #openWorker: () => GpuWorker;
  readonly #workers = new Map<number, GpuWorker>();
  #working = false;

  constructor(bridge: Bridge, { gpu = navigator.gpu, openWorker = openGpuWorker }: LenderOptions = {}) {
    this.#bridge = bridge;
    this.#page = bridge.page;
    this.#gpu = gpu;
    this.#openWorker = openWorker;
  }

  /** Reports the GPU, now and whenever the app is back. Never rejects: without a report the app computes elsewhere. */
  async start(): Promise<void> {
    this.#bridge.on('gpu.wanted', ({ page }) => void (page === this.#page && this.#work()));
    this.#bridge.watch?.((connection) => {
      if (connection === 'connected') void this.#offer();
      else this.#stop();
    });
    await this.#offer();
  }

  async #offer(): Promise<void> {
    const adapter = await findAdapter(this.#gpu);
    await this.#bridge.request('gpu.offer', { page: this.#page, adapter }).catch(() => undefined); // the screen shows that the app is gone
  }

  /** Fetches orders until there are no more to wait for. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      for (;;) {
        const orders = await this.#bridge.request('gpu.take', { page: this.#page });
        if (orders === null) break;
        for (const order of orders) this.#obey(order);
      }
      // the app gave up on this page after too long a silence
      if (this.#workers.size > 0) void this.#offer();
    } catch {
      // the app is gone, which the screen shows by itself
    } finally {
      this.#stop();
      this.#working = false;
    }
  }

  #obey(order: GpuOrder): void {
    if (order.kind === 'start') return this.#startWorker(order);
    const worker = this.#workers.get(order.worker);
    if (order.kind === 'post') return worker?.postMessage(order.message);
    worker?.terminate();
    this.#workers.delete(order.worker);
  }

  #startWorker({ worker: id, role, data }: GpuOrder & { readonly kind: 'start' }): void {
    const worker = this.#openWorker();
    this.#workers.set(id, worker);
    worker.onmessage = ({ data: reply }: MessageEvent<GpuReply>) => this.#tell(id, reply);
    worker.onerror = ({ message }) => this.#tell(id, { kind: 'died', error: { name: 'Error', message: message || 'The worker in the window stopped.' } });
    worker.postMessage({ role, data } satisfies GpuStart);
  }

  #tell(worker: number, reply: GpuReply): void {
    if (reply.kind === 'died') {
      this.#workers.get(worker)?.terminate();
      this.#workers.delete(worker);
    }
    // lost if the app is gone; then nobody waits for it
    this.#bridge.request('gpu.tell', { page: this.#page, worker, reply }).catch(() => undefined);
  }

  #stop(): void {
    for (const worker of this.#workers.values()) worker.terminate();
    this.#workers.clear();
  }
}

/** What the best adapter reports about itself; `null` if there is none, or WebGPU is off. */
async function findAdapter(gpu: LenderOptions['gpu']): Promise<GpuAdapter | null> {
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (!adapter) return null;
  const { vendor, architecture, device, description } = adapter.info;
  const { isFallbackAdapter = false } = adapter.info as { readonly isFallbackAdapter?: boolean }; // only in newer browsers
  return { vendor, architecture, device, description, isFallbackAdapter };
}
