// GPUs lent by windows and pages: Dawn does not run in Electron's processes, because Electron refuses its external memory, but a window has
// WebGPU. Workers started there look like any others to a pool. A page fetches orders and sends replies by requests of the contract, so
// this works with both hosts; the page's side is src-renderer/bridge/gpu-lender.ts.
import type { GpuAdapter, GpuOrder, GpuReply, GpuRole } from '../../src-shared/contract.ts';
import { isSoftware } from './start-backend.ts';
import type { StartedWorker, WorkerListener } from '../workers/worker-start.ts';

/** A window's GPU, by its name. */
export interface LentGpu {
  readonly device: string;
  readonly software: boolean;
}

/** What a window has reported, and the orders and timers between it and this process. */
interface Page {
  readonly adapter: GpuAdapter | null;
  readonly orders: GpuOrder[];
  /** Answers the page's pending request for orders. */
  hand: ((orders: readonly GpuOrder[]) => void) | null;
  /** Fires when the page has not asked for orders for too long. */
  silence: NodeJS.Timeout | null;
}

export interface WindowGpuOptions {
  /** Tells a page that there are orders for it. */
  readonly wake: (page: string) => void;
  /** How long a page's request for orders may stay open, and how long a page may be silent. */
  readonly waitMs?: number;
  readonly silenceMs?: number;
}

const errors = { Error, TypeError, RangeError } as const;

export class WindowGpu {
  readonly #options: Required<WindowGpuOptions>;
  readonly #pages = new Map<string, Page>();
  readonly #workers = new Map<number, { readonly page: string; readonly listener: WorkerListener }>();
  readonly #expecting = new Set<() => void>();
  #last = 0;

  constructor({ wake, waitMs = 5000, silenceMs = 20_000 }: WindowGpuOptions) {
    this.#options = { wake, waitMs, silenceMs };
  }

  /** The best GPU lent now; among equals the latest. `null` if no window has one, `undefined` if there is no window. */
  get lent(): LentGpu | null | undefined {
    if (this.#pages.size === 0) return undefined;
    const best = this.#best();
    return best && { device: nameOf(best.adapter), software: isSoftware(best.adapter) };
  }

  /** Resolves when a window has reported, or after `ms`. */
  async expect(ms: number): Promise<void> {
    if (this.#pages.size > 0) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(late);
        this.#expecting.delete(done);
        resolve();
      };
      const late = setTimeout(done, ms);
      this.#expecting.add(done);
    });
  }

  /** A page reports its GPU, or that it has none. */
  offer(page: string, adapter: GpuAdapter | null): void {
    this.#lose(page, 'the window was reloaded');
    this.#pages.set(page, { adapter, orders: [], hand: null, silence: null });
    for (const done of [...this.#expecting]) done();
  }

  /** The orders for a page, as soon as there are any; empty after a timeout, the page then asks again; `null` once it has no worker. */
  async take(name: string): Promise<readonly GpuOrder[] | null> {
    const page = this.#pages.get(name);
    if (!page) return null;
    page.hand?.([]);
    this.#listenFor(name, page);
    if (page.orders.length > 0) return page.orders.splice(0);
    if (!this.#busy(name)) {
      clearTimeout(page.silence ?? undefined);
      page.silence = null;
      return null;
    }
    return new Promise((resolve) => {
      const hand = (orders: readonly GpuOrder[]): void => {
        clearTimeout(late);
        page.hand = null;
        resolve(orders);
      };
      const late = setTimeout(() => hand([]), this.#options.waitMs);
      late.unref(); // must not keep the process alive
      page.hand = hand;
    });
  }

  /** Handles a reply of a worker in a page. */
  tell(page: string, id: number, reply: GpuReply): void {
    const worker = this.#workers.get(id);
    if (worker?.page !== page) return; // already ended
    const { listener } = worker;
    if (reply.kind === 'died') {
      this.#workers.delete(id);
      listener.onExit(asError(reply.error), null);
    } else if (reply.kind === 'error') listener.onMessage({ error: asError(reply.error) });
    else listener.onMessage(reply.kind === 'ready' ? { ready: true } : { answer: own(reply.answer) });
  }

  /** Starts a worker in the best window. If there is none, it exits at once. */
  start(role: GpuRole, data: object, listener: WorkerListener): StartedWorker {
    const page = this.#best()?.name;
    if (page === undefined) {
      queueMicrotask(() => listener.onExit(new Error('no window lends a GPU'), null));
      return { post: () => {}, end: async () => {} };
    }
    const worker = ++this.#last;
    this.#workers.set(worker, { page, listener });
    this.#order(page, { kind: 'start', worker, role, data });
    return {
      post: (message) => this.#order(page, { kind: 'post', worker, message }),
      end: async () => {
        if (!this.#workers.delete(worker)) return;
        this.#order(page, { kind: 'end', worker });
        listener.onExit(null, 0);
      }
    };
  }

  #best(): { readonly name: string; readonly adapter: GpuAdapter } | null {
    const lent = [...this.#pages].flatMap(([name, { adapter }]) => (adapter ? [{ name, adapter }] : []));
    return lent.findLast(({ adapter }) => !isSoftware(adapter)) ?? lent.at(-1) ?? null;
  }

  #busy(name: string): boolean {
    return [...this.#workers.values()].some(({ page }) => page === name);
  }

  #order(name: string, order: GpuOrder): void {
    const page = this.#pages.get(name);
    if (!page) return; // lost: its workers have been notified
    page.orders.push(order);
    if (page.hand) return page.hand(page.orders.splice(0));
    if (page.silence === null) this.#listenFor(name, page);
    this.#options.wake(name);
  }

  #listenFor(name: string, page: Page): void {
    clearTimeout(page.silence ?? undefined);
    page.silence = setTimeout(() => this.#lose(name, 'the window does not answer any more'), this.#options.silenceMs);
    page.silence.unref();
  }

  #lose(name: string, why: string): void {
    const page = this.#pages.get(name);
    if (!page) return;
    clearTimeout(page.silence ?? undefined);
    this.#pages.delete(name);
    page.hand?.([]);
    for (const [id, { page: owner, listener }] of this.#workers) {
      if (owner !== name) continue;
      this.#workers.delete(id);
      listener.onExit(new Error(why), null);
    }
  }
}

function nameOf({ vendor, architecture, device, description }: GpuAdapter): string {
  return description || device || `${vendor} ${architecture}`.trim() || 'a GPU without a name';
}

function asError({ name, message }: { readonly name: string; readonly message: string }): Error {
  return new (Object.hasOwn(errors, name) ? errors[name as keyof typeof errors] : Error)(message); // hasOwn
}

/** An answer in memory of its own: over HTTP it is a view of the whole request body. */
function own(answer: unknown): unknown {
  return answer instanceof Uint8Array ? new Uint8Array(answer) : answer;
}
