// How much memory the processes that read photos hold, as Linux counts it: each at its peak, and all at a time.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

export interface Peaks {
  /** Bytes that any of them held at its peak. */
  readonly one: number;
  /** Bytes that all of them held at a time, shared pages once, as far as it was seen. */
  readonly all: number;
  readonly processes: number;
}

export const hasPeaks = process.platform === 'linux';

/** Watches them while `work` is done. @param parent whose children, and theirs, are counted */
export async function peaksOf<T>(work: Promise<T>, parent = process.pid, isCounted = (args: string): boolean => args.includes('reader-worker')): Promise<{ readonly result: T; readonly peaks: Peaks }> {
  const peaks = new Map<number, number>();
  let all = 0;
  const done = Symbol('done');
  while ((await Promise.race([work.then(() => done, () => done), setTimeout(20)])) !== done) {
    let now = 0;
    for (const pid of below(parent)) {
      const status = textOf(pid, 'status');
      if (status === '' || !isCounted(textOf(pid, 'cmdline'))) continue;
      peaks.set(pid, Math.max(peaks.get(pid) ?? 0, kilobytes(status, 'VmHWM')));
      now += kilobytes(textOf(pid, 'smaps_rollup'), 'Pss');
    }
    all = Math.max(all, now);
  }
  return { result: await work, peaks: { one: 1024 * Math.max(0, ...peaks.values()), all: 1024 * all, processes: peaks.size } };
}

/** A process and all that it started. */
function below(parent: number): number[] {
  const parents = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => [Number(name), Number(/\) \S (\d+)/.exec(textOf(Number(name), 'stat'))?.[1])] as const);
  const found = [parent];
  for (const each of found) for (const [pid, of] of parents) if (of === each) found.push(pid);
  return found;
}

/** Nothing where the process has ended. */
function textOf(pid: number, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8');
  } catch {
    return ''; // it has ended
  }
}

const kilobytes = (text: string, name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
