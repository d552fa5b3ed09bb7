// A worker's own end of its line to the pool, whether it runs as a thread, as a process of Node or as a utility process of Electron.
// worker-start.ts is the other end.
import { parentPort, type Transferable, workerData } from 'node:worker_threads';
import type { WorkerReply } from './worker-pool.ts';

export interface WorkerSide {
  /** What the pool was opened with; only the file that opens it knows the shape. */
  readonly data: unknown;
  /** Answers each request by what `answer` gives or throws, and says that the worker is ready. */
  serve<Request, Answer>(answer: (request: Request) => Promise<Answer>, transfer?: (answer: Answer) => readonly Transferable[]): void;
}

/** The port of a utility process: it carries no error of its own, and messages come wrapped in an event. */
interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  once(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Opens the line. Throws where the file was started by hand. */
export async function openWorkerSide(): Promise<WorkerSide> {
  const port = parentPort;
  if (port) return { data: workerData, serve: server((message, transfer) => port.postMessage(message, transfer), (listener) => port.on('message', listener)) };
  const { parentPort: utility } = process as { parentPort?: UtilityPort }; // Electron's alone
  if (utility) return openUtilitySide(utility);
  if (!process.send) throw new Error('expected to be started as a worker thread or process');
  // the pool reads why from here: a process that dies says no more than a number
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

/** Ends this worker by an error, as if nobody had caught it. Never resolves. */
export function die(error: Error): Promise<never> {
  setImmediate(() => {
    throw error;
  });
  return new Promise(() => {});
}

function server(post: (message: WorkerReply<unknown>, transfer: readonly Transferable[]) => void, listen: (listener: (message: unknown) => void) => void): WorkerSide['serve'] {
  return (answer, transfer = () => []) => {
    listen((message) => {
      // the pool sends what its opener gives it, and that is this worker's own kind of request
      answer(message as Parameters<typeof answer>[0]).then(
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
