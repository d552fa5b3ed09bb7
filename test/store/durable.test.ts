import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { madeFolder, madeStore, writeMade } from './made-store.ts';

const script = fileURLToPath(new URL('judging-process.ts', import.meta.url));
/** Counts what the system is asked to keep; not on every machine. */
const tracer = ['/usr/bin/strace', '/bin/strace'].find((path) => existsSync(path));

it('has every answer on disk before it is acknowledged', ({ skip }) => {
  if (tracer === undefined) return skip('needs strace');
  const folder = join(madeFolder(), 'libraries', 'made');
  const trace = join(madeFolder(), 'trace');
  const { stdout, stderr } = spawnSync(
    tracer, ['-f', '-y', '-s', '40', '-e', 'trace=write,pwrite64,writev,fsync,fdatasync', '-o', trace, process.execPath, '--no-warnings', script, folder],
    { encoding: 'utf8' }
  );
  if (/ptrace|not permitted/i.test(stderr)) return skip('needs the right to trace');
  expect(stdout.trim().split('\n').map((line) => line.replace(/^answered /, ''))).toHaveLength(16);

  const { answers, synced } = readTrace(readFileSync(trace, 'utf8'));
  expect(answers.map(({ answer }) => answer)).toEqual(['open', ...Array.from({ length: 11 }, (_, at) => `similar ${at + 1}`), 'undo', 'redo', 'lens', 'names']);
  expect(answers.filter(({ unsynced }) => unsynced.length > 0)).toEqual([]);
  // what lies in a folder that the disk does not know is lost with it
  expect([...synced]).toEqual(expect.arrayContaining([join(folder, '..', '..'), join(folder, '..'), folder]));
});

it('flushes the answers, but not the thumbnails, which can be rebuilt', () => {
  const store = madeStore();
  const FULL = 2;
  const NORMAL = 1;
  expect(store.db.pragma('main.synchronous', { simple: true })).toBe(FULL);
  expect(store.db.pragma('thumbs.synchronous', { simple: true })).toBe(NORMAL);
  writeMade(store, ['a.jpg', 'b.jpg']);
  expect(store.db.pragma('main.synchronous', { simple: true })).toBe(FULL);
});

/** At each answer in a trace: the files of the library that were written to since they were last flushed. `synced`: everything that was flushed. */
function readTrace(trace: string): { answers: { answer: string; unsynced: string[] }[]; synced: Set<string> } {
  const dirty = new Set<string>();
  const synced = new Set<string>();
  const answers: { answer: string; unsynced: string[] }[] = [];
  for (const line of trace.split('\n')) {
    const [, call = '', path = '', rest = ''] = /^\d+\s+(\w+)\(\d+<([^>]*)>(.*)$/.exec(line) ?? [];
    const answer = /"answered (.*)\\n"/.exec(rest)?.[1];
    if (answer !== undefined) answers.push({ answer, unsynced: [...dirty] });
    else if (call === 'fsync' || call === 'fdatasync') {
      dirty.delete(path);
      synced.add(path);
    } else if (/\/library\.db(-wal)?$/.test(path)) dirty.add(path);
  }
  return { answers, synced };
}
