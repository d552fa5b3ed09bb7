// The worker's end of the channel to the pool, whether it runs as a thread, a Node process or an Electron utility process.
// worker-start.ts is the other end.
import { parentPort, type Transferable, workerData } from 'node:worker_threads';
import type { Told, WorkerReply } from './worker-pool.ts';

/** Asks the pool about the request that is being answered. Rejects with what it refuses. */
export type Ask = (question: unknown) => Promise<unknown>;

export interface WorkerSide {
  /** The data the pool was opened with; only the file that opens it knows its type. */
  readonly data: unknown;
  /** Answers each request with what `answer` returns or throws, and reports that the worker is ready. */
  serve<Request, Answer>(answer: (request: Request, ask: Ask) => Promise<Answer>, transfer?: (answer: Answer) => readonly Transferable[]): void;
}

/** The port of a utility process: it has no error events, and messages are wrapped in an event. */
interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  once(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Opens the channel. Throws if the file was started by hand. */
export async function openWorkerSide(): Promise<WorkerSide> {
  const port = parentPort;
  if (port) return { data: workerData, serve: server((message, transfer) => port.postMessage(message, transfer), (listener) => port.on('message', listener)) };
  const { parentPort: utility } = process as { parentPort?: UtilityPort }; // Electron only
  if (utility) return openUtilitySide(utility);
  if (!process.send) throw new Error('expected to be started as a worker thread or process');
  // tells the pool why: from a process that dies it gets only an exit code
  process.on('uncaughtException', (error: unknown) => process.send?.({ died: asError(error) }, () => process.exit(1)));
  process.on('disconnect', () => process.exit());
  const data = await new Promise((resolve) => process.once('message', resolve));
  return { data, serve: server((message) => void process.send?.(message), (listener) => process.on('message', listener)) };
}

async function openUtilitySide(port: UtilityPort): Promise<WorkerSide> {
  // the pool ends this process once it has read why
  process.on('uncaughtException', (error: unknown) => port.postMessage({ died: asError(error) }));
  const data = await new Promise((resolve) => port.once('message', (event) => resolve(event.data)));
  return { data, serve: server((message) => port.postMessage(message), (listener) => port.on('message', (event) => listener(event.data))) };
}

/** Ends this worker with an error, as if uncaught. Never resolves. */
export function die(error: Error): Promise<never> {
  setImmediate(() => {
    throw error;
  });
  return new Promise(() => {});
}

function server(post: (message: WorkerReply<unknown>, transfer: readonly Transferable[]) => void, listen: (listener: (message: unknown) => void) => void): WorkerSide['serve'] {
  return (answer, transfer = () => []) => {
    let asked: ((told: Told) => void) | null = null;
    const ask: Ask = async (question) => {
      const told = await new Promise<Told>((resolve) => {
        asked = resolve;
        post({ question }, []);
      });
      if ('refused' in told) throw told.refused;
      return told.told;
    };
    listen((message) => {
      if (asked) {
        const take = asked;
        asked = null;
        return take(message as Told); // the pool sends no other request before this one is answered
      }
      // the pool only sends requests of this worker's own kind
      answer(message as Parameters<typeof answer>[0], ask).then(
        (result) => post({ answer: result }, transfer(result)),
        (error: unknown) => post({ error: asError(error) }, [])
      );
    });
    post({ ready: true }, []);
  };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
