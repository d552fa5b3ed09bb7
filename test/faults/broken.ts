// The built-in command line as a process of its own, on photos and a data folder that a test may break, and what must be true of them after. Not a test.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import type { PhotoId } from '../../src-shared/contract.ts';
import { Judge } from '../../src-main/library/judging/judge.ts';
import { openStore } from '../../src-main/store/database.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { readPhotoTable } from '../../src-main/store/photos.ts';
import { asSharp, noise } from '../photos/pictures.ts';

/** The short form, in every run of the tests, breaks things once. */
export const isLong = process.env.KINDRED_FAULTS !== undefined;
export const TIMES = Number(process.env.KINDRED_FAULTS ?? 1);
export const seed = Number(process.env.KINDRED_SEED ?? 1);

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Broken {
  readonly root: string;
  readonly photos: string;
  readonly data: string;
  /** How many photos there are. */
  readonly count: number;
}

/** Photos and a data folder that are gone after the test. */
export async function madeToBreak(count = 10): Promise<Broken> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'kindred-faults-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const [photos, data] = [join(root, 'photos'), join(root, 'data')];
  for (const folder of [photos, data]) mkdirSync(folder);
  for (let at = 0; at < count; at++) writeFileSync(join(photos, `${at}.jpg`), await asSharp(noise(200, 150, at + 1)).jpeg().toBuffer());
  return { root, photos, data, count };
}

export function kindred(data: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, user: { readonly uid?: number; readonly gid?: number } = {}): ChildProcess {
  const child = spawn(process.execPath, ['--no-warnings', fileURLToPath(new URL('../../src-main/cli.ts', import.meta.url)), ...args], { env: { ...process.env, KINDRED_DATA: data, ...env }, ...user, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

export async function ended(child: ChildProcess): Promise<Ended> {
  const texts = ['', ''];
  for (const [at, stream] of [child.stdout, child.stderr].entries()) stream?.on('data', (chunk: Buffer) => (texts[at] = `${texts[at] ?? ''}${chunk.toString()}`));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: texts[0]!, stderr: texts[1]! }; // two
}

export const runs = (data: string, ...args: string[]): Promise<Ended> => ended(kindred(data, args));

/** Runs a command that must succeed. */
export async function succeeds(data: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runs(data, ...args);
  expect(code, stderr).toBe(0);
  return stdout;
}

export const indexes = ({ photos }: Broken): string[] => ['index', photos, '--json', '--backend', 'wasm'];

export function storedIn(folder: string): string[] {
  const libraries = join(folder, 'libraries');
  return existsSync(libraries) ? readdirSync(libraries, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => join(libraries, name)).filter((path) => existsSync(join(path, 'library.db'))) : [];
}

/** What was left of every library in a data folder is whole. @returns how many answers all have */
export function wholeIn(data: string, at = ''): number {
  let answers = 0;
  for (const stored of storedIn(data)) {
    const store = openStore(stored);
    try {
      for (const name of ['main', 'thumbs']) expect(store.db.pragma(`${name}.integrity_check`, { simple: true }), at).toBe('ok');
      expect(store.db.pragma('foreign_key_check'), at).toEqual([]);
      answers += Number(store.db.prepare('SELECT count(*) FROM judgments').pluck().get());
    } finally {
      store.close();
    }
  }
  return answers;
}

/** Says something, as the app does. */
export function answer(data: string, count: number): void {
  const store = openStore(storedIn(data)[0]!); // it was indexed
  const ids = [...readPhotoTable(store).ids] as PhotoId[];
  const judge = new Judge(store, DEFAULT_LENS);
  for (let at = 0; at < count; at++) judge.add({ kind: 'similar', photos: [ids[at], ids[at + 1]] as [PhotoId, PhotoId] });
  store.close();
}

/** A disk with room for `kilobytes`, in a folder that exists; gone after the test. `grow` gives it more. */
export function smallDisk(folder: string, kilobytes: number): { readonly grow: () => void } {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]);
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return { grow: () => void execFileSync('mount', ['-o', 'remount,size=200m', folder]) };
}

/** Whether a small disk can be made here. */
export function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'kindred-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=100k', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false; // a container without the right
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
