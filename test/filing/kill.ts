// Runs filing-process and kills it at a moment of the test's choice.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';

const script = fileURLToPath(new URL('filing-process.ts', import.meta.url));

/** Runs the process and kills it `afterMs` after its `lines`-th line. @returns whether the kill came before its end */
export async function runUntilKilled(args: readonly string[], lines: number, afterMs: number): Promise<boolean> {
  const child = spawn(process.execPath, ['--no-warnings', script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  let seen = 0;
  for await (const _line of createInterface({ input: child.stdout })) if (seen++ === lines) setTimeout(() => child.kill('SIGKILL'), afterMs);
  const [code, signal] = (await exited) as [number | null, NodeJS.Signals | null];
  if (signal === null) expect(code).toBe(0);
  return signal === 'SIGKILL';
}
