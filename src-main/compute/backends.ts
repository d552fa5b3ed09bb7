// Which backends this machine has, best first, and why a better one cannot be used: ONNX Runtime, which only looks at photos, TensorFlow on
// CUDA, WebGPU, TensorFlow on the CPU, WebAssembly. Each is tried in a process of its own (probe-worker.ts), so that native code can neither block nor crash this
// one. See start-backend.ts for starting the chosen one.
import { availableParallelism } from 'node:os';
import { type Backend, backendNames, type Candidate, forLearning, type LearningBackend, type Started } from './backend.ts';
import type { TriedProvider } from './onnx/choose-provider.ts';
import { requireNativePart, startBackend } from './start-backend.ts';
import type { LentGpu } from './window-gpu.ts';
import { workerFile } from '../workers/worker-file.ts';
import { WorkerPool } from '../workers/worker-pool.ts';

/** What a backend started with, and for `native` what it tried besides the processor. */
export interface Probed extends Started {
  readonly tried?: readonly TriedProvider[];
}

/** Starts a backend elsewhere; rejects with the reason in words. */
export type Probe = (backend: Backend, software: boolean) => Promise<Probed>;

export interface FindOptions {
  /** Forces a backend by name; `null` for the best. Defaults to KINDRED_BACKEND. */
  readonly forced?: Backend | null;
  readonly probe?: Probe;
}

const found = new Map<Backend | null, Promise<readonly Candidate[]>>();

/** The backends of this machine, best first; cached after the first call. */
export function machineBackends(forced: Backend | null = forcedBackend()): Promise<readonly Candidate[]> {
  const known = found.get(forced) ?? findBackends({ forced });
  found.set(forced, known);
  return known;
}

/**
 * All backends, best first: use the first usable one. If one is forced, only that one is usable, provided it starts; `native` does not learn, so
 * the others still do.
 */
export async function findBackends({ forced = forcedBackend(), probe = probeBackend }: FindOptions = {}): Promise<readonly Candidate[]> {
  const names: readonly LearningBackend[] = forced === 'cpu' ? ['tensorflow', 'webgpu', 'wasm', 'cpu'] : ['tensorflow', 'webgpu', 'wasm'];
  const [native, ...all] = await Promise.all([lookAtNative(forced, probe), ...names.map((name) => look(name, forced === 'native' ? null : forced, probe))]);
  // on the CPU, TensorFlow comes after every GPU
  const tensorflow = all[0]!;
  const order = tensorflow.device === null ? [all[1]!, tensorflow, ...all.slice(2)] : all;
  return [...native, ...order.map(({ name, usable, note }): Candidate => ({ name, usable, note, ...(forced === 'native' && { only: 'learning' }) }))];
}

/** ONNX Runtime with each provider it tried, best first, then on the processor. */
async function lookAtNative(forced: Backend | null, probe: Probe): Promise<readonly Candidate[]> {
  const { name, usable, note, tried = [] } = await look('native', forced, probe);
  return [...tried.map(({ provider, usable: can, note: of }): Candidate => ({ name, usable: can, note: of, only: 'looking', provider })), { name, usable, note, only: 'looking' }];
}

/** The same backends, with WebGPU in a window if this process has none; `lent` is `undefined` until a window has reported. */
export function withWindow(all: readonly Candidate[], lent: LentGpu | null | undefined, forced: Backend | null): readonly Candidate[] {
  const lacking = all.find(({ name, usable }) => name === 'webgpu' && !usable);
  if (lent === undefined || !lacking || (forced !== null && forced !== 'webgpu' && forced !== 'native')) return all;
  const software = lent?.software && forced !== 'webgpu';
  const only = lacking.only && { only: lacking.only };
  const found: Candidate =
    lent === null ? { ...lacking, note: `${lacking.note ?? 'not usable'}; nor has the window one` }
    : software ? { name: 'webgpu', usable: false, note: `only a software GPU was found in the window (${lent.device})`, ...only }
    : { name: 'webgpu', usable: true, note: `${lent.device}, in the window`, inWindow: true, ...only };
  return all.map((one) => (one === lacking ? found : one));
}

/** The backend named by KINDRED_BACKEND, or `null`. Throws a `RangeError` if it does not exist. */
export function forcedBackend(wanted: string | undefined = process.env.KINDRED_BACKEND): Backend | null {
  if (wanted === undefined || wanted === '') return null;
  const backend = backendNames.find((name) => name === wanted);
  if (!backend) throw new RangeError(`KINDRED_BACKEND: expected one of ${backendNames.join(', ')}, got ${wanted}`);
  return backend;
}

async function look<Name extends Backend>(name: Name, forced: Backend | null, probe: Probe): Promise<{ readonly name: Name } & Omit<Candidate, 'name'> & Probed> {
  if (forced !== null && forced !== name) return { name, usable: false, note: `${forced} was asked for`, device: null };
  try {
    const { device, tried = [] } = await probe(name, forced === name);
    const note = device ?? (name === 'tensorflow' ? 'tfjs-node-gpu is installed but found no CUDA device, so it runs on the processor' : null);
    return { name, usable: true, note, device, tried };
  } catch (error) {
    return { name, usable: false, note: error instanceof Error ? error.message.replace(/^A worker did not start: /, '') : String(error), device: null };
  }
}

/** How long a probe of a native backend may take before it counts as hung. */
const PATIENCE_MS = 20_000;

async function probeBackend(backend: Backend, software: boolean): Promise<Probed> {
  // part of every installation, so it needs no probe
  if (backend === 'wasm') return { device: null };
  if (backend === 'cpu') return startBackend(backend);
  requireNativePart(backend);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const pool = await WorkerPool.open<Probed>(workerFile('probe-worker', import.meta.url), { backend, software }, 1, { apart: true, signal });
    try {
      return await pool.run({ message: {} });
    } finally {
      await pool.close();
    }
  } catch (error) {
    throw signal.aborted ? new Error(`it did not answer in ${PATIENCE_MS / 1000} seconds`, { cause: error }) : error;
  }
}

/** One line: the device, and why nothing better is used. */
export function explain(backend: Backend, better: readonly Candidate[] = [], note: string | null = null): string {
  const why = better.map(({ name, note }) => `${name}: ${note ?? 'not usable'}`).join('; ');
  const onCores = backend === 'wasm' || (backend === 'native' && note === null);
  const on = onCores ? `${backend} on ${availableParallelism()} cores` : `${backend}${note ? ` (${note})` : ''}`;
  return why ? `computing on ${on}; not on ${why}` : `computing on ${on}`;
}

/** The same for what learns, of all backends. */
export function explainLearning(all: readonly Candidate[]): string {
  const backends = forLearning(all);
  const first = backends.findIndex(({ usable }) => usable);
  const used = backends[first];
  if (!used) throw new RangeError('expected a backend that learns, got none');
  return explain(used.name, backends.slice(0, first), used.note);
}
