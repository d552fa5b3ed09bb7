// How much memory the processes that read photos hold, as Linux counts it: each at its peak, and all at a time.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

export interface Peaks {
  /** Bytes that any of them held at its peak. */
  readonly one: number;
  /** Bytes that all of them held at a time, at most: the peak of one, and what the others had to themselves when all were seen to hold most. */
  readonly all: number;
  readonly processes: number;
}

export const hasPeaks = process.platform === 'linux';

/** Watches them while `work` is done. @param parent whose children, and theirs, are counted */
export async function peaksOf<T>(work: Promise<T>, parent = process.pid, isCounted = (args: string): boolean => args.includes('reader-worker')): Promise<{ readonly result: T; readonly peaks: Peaks }> {
  const peaks = new Map<number, number>();
  let [most, others] = [0, 0];
  const done = Symbol('done');
  while ((await Promise.race([work.then(() => done, () => done), setTimeout(20)])) !== done) {
    const own: number[] = [];
    for (const pid of below(parent)) {
      const status = textOf(pid, 'status');
      if (status === '' || !isCounted(textOf(pid, 'cmdline'))) continue;
      peaks.set(pid, Math.max(peaks.get(pid) ?? 0, kilobytes(status, 'VmHWM')));
      // files that several have in memory count with the peak
      const rollup = textOf(pid, 'smaps_rollup');
      own.push(kilobytes(rollup, 'Pss_Anon') + kilobytes(rollup, 'Pss_Shmem'));
    }
    const now = own.reduce((sum, each) => sum + each, 0);
    if (now > most) [most, others] = [now, now - Math.max(...own)];
  }
  const one = Math.max(0, ...peaks.values());
  return { result: await work, peaks: { one: 1024 * one, all: 1024 * (one + others), processes: peaks.size } };
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
