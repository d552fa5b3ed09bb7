// Shared by the commands: reading arguments, progress on stderr.

import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { IndexProgress } from '../../src-shared/contract.ts';
import { forcedBackend, machineBackends } from '../compute/backends.ts';
import { type Backend, backendNames, type Candidate } from '../compute/backend.ts';
import { CodedError } from '../failure.ts';
import { counted } from './counted.ts';

/** The command line was not understood (exit code 2). */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const isUsageError = (error: unknown): error is UsageError => error instanceof UsageError;

/** `parseArgs` with at most `positionals` plain arguments, its errors turned into a `UsageError`. */
export function readArguments<const T extends ParseArgsOptionsConfig>(args: readonly string[], options: T, { positionals = 1 } = {}) {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  if (parsed.positionals.length > positionals) {
    throw new UsageError(`expected at most ${counted(positionals, 'argument')}, got ${parsed.positionals.length}: ${parsed.positionals.join(' ')}`);
  }
  return parsed;
}

/** The number in `text`. Throws a `UsageError` if it is not from `least` to `most`. */
export function readNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most)) throw new UsageError(`expected --${name} from ${least} to ${most}, got ${text}`);
  return value;
}

/** The same for a whole number. */
export function readWhole(name: string, text: string, least: number, most: number): number {
  const value = readNumber(name, text, least, most);
  if (!Number.isInteger(value)) throw new UsageError(`expected --${name} to be a whole number, got ${text}`);
  return value;
}

/** The backend that --backend, or else KINDRED_BACKEND, asks for; `null` for the best. */
export function readBackend(wanted: string | undefined): Backend | null {
  if (wanted === undefined) return forcedBackend();
  const backend = backendNames.find((name) => name === wanted);
  if (!backend) throw new UsageError(`expected one of ${backendNames.join(', ')} as the backend, got ${wanted}`);
  return backend;
}

/** The backends of this machine. Throws, with the reason, if the forced one does not run. */
export async function backendsFor(forced: Backend | null): Promise<readonly Candidate[]> {
  const backends = await machineBackends(forced);
  if (backends.some(({ name, usable }) => usable && (forced === null || name === forced))) return backends;
  throw new CodedError('engine-failed', `${forced ?? 'No backend'} cannot be used: ${backends.findLast(({ name }) => name === forced)?.note ?? 'none starts'}. Leave out --backend and KINDRED_BACKEND to use the best one available.`);
}

/** Prints index progress on stderr: one rewritten line on a terminal, else a line every few seconds. */
export function progressPrinter(stream: NodeJS.WriteStream = process.stderr): (progress: IndexProgress) => void {
  let last = 0;
  return (progress) => {
    const { phase, found, total, done, speed, secondsLeft } = progress;
    const ended = phase === 'done' || phase === 'cancelled' || phase === 'failed';
    const now = Date.now();
    if (!ended && now - last < (stream.isTTY ? 100 : 5000)) return;
    last = now;
    const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
    const line = phase === 'scanning' ? `scanning: ${counted(found, 'file')}` : `${phase}: ${done} of ${total}${speed ? `, ${speed.toFixed(1)} photos/s` : ''}${ended ? '' : left}`;
    stream.write(stream.isTTY ? `\r\u001b[K${line}${ended ? '\n' : ''}` : `${line}\n`);
  };
}
