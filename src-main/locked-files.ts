// Files that another program keeps to itself for a moment: a virus scanner, an indexer, a program that is saving. Windows refuses them then; elsewhere
// it hardly happens.
import { setTimeout as pause } from 'node:timers/promises';

/** How long is waited between tries where the system says that the file is in use. */
const WAITS_MS = [50, 150, 400, 1000];
/** Windows also refuses files without a word of use, as it does those that may not be read at all: these are not waited for as long. */
const DOUBTFUL_WAITS_MS = [50, 150];

export interface Patience {
  readonly platform?: NodeJS.Platform;
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** Calls again while the file is in use. @throws what the last call threw */
export async function whenFree<T>(call: () => Promise<T>, { platform = process.platform, wait = pause }: Patience = {}): Promise<T> {
  for (let tried = 0; ; tried++) {
    try {
      return await call();
    } catch (error) {
      const ms = waitsFor(error, platform)[tried];
      if (ms === undefined) throw error;
      await wait(ms);
    }
  }
}

/** Whether a system error says that another program uses the file. */
export function isInUse(error: unknown): boolean {
  return codeOf(error) === 'EBUSY';
}

function waitsFor(error: unknown, platform: NodeJS.Platform): readonly number[] {
  if (isInUse(error)) return WAITS_MS;
  return platform === 'win32' && ['EPERM', 'EACCES'].includes(codeOf(error)) ? DOUBTFUL_WAITS_MS : [];
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
