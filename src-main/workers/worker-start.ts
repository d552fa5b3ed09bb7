// Starts a worker as a thread, or as a separate process if it loads native code, whose crash would take this process down: a child process of
// Node, or the host's equivalent (hosts/desktop/utility-process.ts). worker-side.ts is the worker's end.
import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Transferable, Worker } from 'node:worker_threads';

export interface StartedWorker {
  /** Throws if the message cannot be sent. */
  post(message: unknown, transfer: readonly Transferable[]): void;
  end(): Promise<unknown>;
  /** Whether it keeps this process alive; by default it does. */
  hold?(held: boolean): void;
}

export interface WorkerListener {
  readonly onMessage: (message: unknown) => void;
  /** Called once, when the worker has exited; `cause` where it is known. */
  readonly onExit: (cause: Error | null, code: number | string | null) => void;
}

export interface WorkerStart {
  readonly file: URL;
  readonly data: unknown;
  /** Whether it runs in a separate process. */
  readonly apart: boolean;
  /** Whether such a process may only read files. Node alone offers that: Electron's utility processes have no such limits. */
  readonly readOnly?: boolean;
}

/** How long a thread that is to end may take to start; longer is taken for a hang. */
const STARTING_MS = 1500;

/** Memory for what a thread has just made: without a limit each keeps a hundred megabytes of it that are garbage, and there are a handful of threads. */
const YOUNG_MB = 24;

/** Starts a process that runs `file` and first receives `data`, then what is posted. */
export type StartProcess = (file: URL, data: object, listener: WorkerListener, options?: Pick<WorkerStart, 'readOnly'>) => StartedWorker;

let startProcess: StartProcess = startNodeProcess;

/** Sets how processes are started from now on; the desktop app calls it once, before computing anything. */
export function startProcessesBy(start: StartProcess): void {
  startProcess = start;
}

export function startWorker({ file, data, apart, readOnly = false }: WorkerStart, listener: WorkerListener): StartedWorker {
  return apart ? startProcess(file, asMessage(data), listener, { readOnly }) : startThread(file, data, listener);
}

function startThread(file: URL, data: unknown, { onMessage, onExit }: WorkerListener): StartedWorker {
  const worker = new Worker(file, { workerData: data, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
  let cause: Error | null = null;
  worker.on('message', onMessage);
  worker.on('error', (error) => (cause = error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', (code) => onExit(cause, code));
  // a thread that is terminated while native code registers itself takes the whole process down: it is let start first
  const started = new Promise<unknown>((resolve) => void worker.once('message', resolve).once('exit', resolve));
  const end = async (): Promise<unknown> => {
    await Promise.race([started, sleep(STARTING_MS, undefined, { ref: false })]);
    return worker.terminate();
  };
  return { post: (message, transfer) => worker.postMessage(message, [...transfer]), end, hold: (held) => (held ? worker.ref() : worker.unref()) };
}

/** Node's permission model: no writing, no programs. Native code is let load, and could get around it. */
const READ_ONLY = ['--permission', '--allow-fs-read=*', '--allow-addons', '--allow-worker'];

function startNodeProcess(file: URL, data: object, { onMessage, onExit }: WorkerListener, { readOnly = false }: Pick<WorkerStart, 'readOnly'> = {}): StartedWorker {
  // its output is ignored: failures arrive as messages
  const child = fork(file, { serialization: 'advanced', execArgv: readOnly ? READ_ONLY : [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  let cause: Error | null = null;
  let left = false;
  const gone = new Promise<void>((resolve) => {
    const leave = (code: number | string | null): void => {
      resolve();
      if (!left) onExit(cause, code);
      left = true;
    };
    // also emitted for a message to a process that just exited: `on`, not `once`, because an unhandled error ends this process
    child.on('error', (error) => {
      cause ??= error;
      if (child.pid === undefined) leave(null);
    });
    child.once('exit', (code, signal) => leave(code ?? signal));
  });
  child.on('message', (message: unknown) => {
    if (isLast(message)) cause = message.died;
    else onMessage(message);
  });
  child.send(data);
  return {
    post: (message) => child.send(asMessage(message)),
    end: () => (child.kill('SIGKILL'), gone),
    hold: (held) => {
      if (held) child.ref();
      else child.unref();
      if (held) child.channel?.ref();
      else child.channel?.unref();
    }
  };
}

/** What can be sent to a process. Throws a `TypeError` for anything but an object. */
export function asMessage(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new TypeError(`message to a process: expected an object, got ${String(value)}`);
  return value;
}

/** Whether a message is a process's last one, which carries the error it died of. */
export function isLast(message: unknown): message is { readonly died: Error } {
  return typeof message === 'object' && message !== null && 'died' in message && message.died instanceof Error;
}
