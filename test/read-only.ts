// Makes a folder read-only, whoever runs the tests: by its mode, or for root by mounting it read-only.
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Lets nothing be written in `folder` until the function it returns is called; `null` where this machine does not allow that. */
export function forbidWriting(folder: string): (() => void) | null {
  if (process.platform === 'win32') return null;
  if (process.getuid?.() !== 0) {
    const paths = ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })].map((path) => join(folder, path));
    const modes = paths.map((path) => [path, statSync(path).mode] as const);
    for (const [path, mode] of modes.toReversed()) chmodSync(path, mode & ~0o222);
    return () => modes.forEach(([path, mode]) => chmodSync(path, mode));
  }
  try {
    execFileSync('mount', ['--bind', folder, folder], { stdio: 'ignore' });
    execFileSync('mount', ['-o', 'remount,ro,bind', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return () => void execFileSync('umount', ['-l', folder]);
}
