import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { WorkerPool } from '../../src-main/workers/worker-pool.ts';

describe('a process', () => {
  it('that may only read files can neither write one nor start a program', async () => {
    const pool = WorkerPool.lazy<unknown>(new URL('fixtures/writing-worker.ts', import.meta.url), {}, 1, { apart: true, readOnly: true });
    try {
      expect(await pool.run({ message: { file: '/tmp/kindred-must-not-be' } })).toEqual({ read: 'done', write: 'ERR_ACCESS_DENIED', program: 'ERR_ACCESS_DENIED' });
    } finally {
      await pool.close();
    }
  });

  it('that is idle is ended before its program goes on, which does not end meanwhile', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(new URL('fixtures/ends-idle.ts', import.meta.url))]);
    expect(stdout).toBe('another\n');
  }, 20_000);

  it('asks about its request, is told, or refused, and waits without a deadline', async () => {
    const pool = WorkerPool.lazy<string>(new URL('fixtures/asking-worker.ts', import.meta.url), {}, 1, { apart: true, mostRequests: 2 });
    try {
      const slow = async (question: unknown): Promise<string> => {
        await new Promise((resolve) => setTimeout(resolve, 700));
        return `told ${String(question)}`;
      };
      expect(await pool.run({ message: { name: 'warm' }, tell: () => 'ready' })).toBe('warm: ready');
      expect(await pool.run({ message: { name: 'a' }, deadlineMs: 600, tell: slow })).toBe('a: told a');
      // a new process by now
      expect(await pool.run({ message: { name: 'b' }, tell: () => 'yes' })).toBe('b: yes');
      await expect(pool.run({ message: { name: 'c' }, tell: () => { throw new Error('no'); } })).rejects.toThrow('no');
      expect(await pool.run({ message: { name: 'd' }, tell: () => 'again' })).toBe('d: again');
    } finally {
      await pool.close();
    }
  });
});
