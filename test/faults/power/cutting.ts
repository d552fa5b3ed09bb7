// Cuts the power of a program at random moments, and looks at what is there then.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Store } from '../../../src-main/store/database.ts';
import { seeded } from '../../made-library.ts';
import { report } from '../report.ts';
import { ForgetfulDisk } from './disk.ts';
import { type Call, Replay, traced } from './trace.ts';

export const CUTS = 6 * Number(process.env.KINDRED_FAULTS ?? 1);
const seed = Number(process.env.KINDRED_SEED ?? 1);
export const random = seeded(seed);
/** Of what was not flushed, the disk has nothing, some, or all. */
const CHANCES = [0, 0.3, 0.5, 0.7, 0.9, 1];

/**
 * Runs a program on the folder `root`, then looks at what is there after a power cut at `cuts` random moments.
 * @param look at the folder then, and what was told on stdout before
 */
export async function cutting(root: string, args: readonly string[], cuts: number, look: (told: readonly string[], at: string) => Promise<void>, env: NodeJS.ProcessEnv = {}): Promise<boolean> {
  const disk = new ForgetfulDisk(root);
  const trace = join(mkdtempSync(join(tmpdir(), 'kindred-trace-')), 'trace');
  const run = await traced(args, trace, env);
  rmSync(join(trace, '..'), { recursive: true });
  if (run === null) return false;
  expect(run.code, run.stderr).toBe(0);
  const replay = new Replay(disk, root);
  const changing = run.calls.flatMap((call, at) => (changes(call) ? [at] : []));
  const moments = new Set([...Array.from({ length: cuts - 1 }, () => changing[Math.floor(random() * changing.length)]!), run.calls.length - 1]);
  let told = '';
  for (const [at, call] of run.calls.entries()) {
    told += replay.next(call) ?? '';
    if (!moments.has(at)) continue;
    const chance = CHANCES[Math.floor(random() * CHANCES.length)]!; // there are some
    disk.cut(chance, random);
    await look(told.split('\n').filter(Boolean), `seed ${seed}, after call ${at} (${call.name}), with ${chance} of what was not flushed`);
  }
  report('power cuts', args[0]!.replace(/.*[/\\]/, '').replace('.ts', args.includes('undo') ? ' undo' : ''), moments.size);
  return true;
}

/** Most calls open something to read. */
const changes = ({ name }: Call): boolean => !/^open/.test(name);

/** Whether both databases of a library are whole, and agree with themselves. */
export function wholeIn(store: Store, at: string): void {
  for (const name of ['main', 'thumbs']) expect(store.db.pragma(`${name}.integrity_check`, { simple: true }), at).toBe('ok');
  expect(store.db.pragma('foreign_key_check'), at).toEqual([]);
}
