// The processor time of finding what belongs together in the same made files: Kindred, which also describes and groups them, beside findimagedupes and a
// perceptual hash. Each in a process of its own.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { random } from '../../learning/linkage/made.ts';

export interface Spent {
  readonly name: string;
  /** Seconds of the processor and peak memory of the largest process in GB; `null` where the program is not installed. */
  readonly seconds: number | null;
  readonly gigabytes: number | null;
}

const TIME = '/usr/bin/time';
/** One file in so many is another one, encoded again. */
const COPY_EVERY = 5;
const [WIDTH, HEIGHT] = [320, 240];

/** What each program takes for `count` files. */
export async function measureSameFiles(count: number): Promise<readonly Spent[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kindred-bench-files-'));
  try {
    const photos = join(folder, 'photos');
    const files = await makeFiles(photos, count);
    const main = join(import.meta.dirname, '../../../src-main/cli.ts');
    return [
      { name: 'Kindred: index', ...spend([process.execPath, main, 'index', photos], { KINDRED_DATA: join(folder, 'data') }) },
      { name: 'Kindred: groups', ...spend([process.execPath, main, 'groups', photos, '--json'], { KINDRED_DATA: join(folder, 'data') }) },
      { name: 'findimagedupes', ...spend(['findimagedupes', '-t', '90%', '-f', join(folder, 'prints.db'), ...files]) },
      { name: 'sharp-phash', ...spend([process.execPath, join(import.meta.dirname, 'phash-all.ts'), photos]) }
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function spend(command: readonly string[], env: NodeJS.ProcessEnv = {}): Omit<Spent, 'name'> {
  const nothing = { seconds: null, gigabytes: null };
  if (!existsSync(TIME)) return nothing;
  const told = join(tmpdir(), `kindred-bench-time-${process.pid}`);
  try {
    execFileSync(TIME, ['-q', '-o', told, '-f', '%U %S %M', ...command], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'], maxBuffer: 1e9 });
  } catch (error) {
    if ((error as { status?: number }).status !== 127) throw error;
    return nothing; // it is not installed
  }
  const [user = NaN, system = NaN, kilobytes = NaN] = execFileSync('cat', [told], { encoding: 'utf8' }).trim().split(' ').map(Number);
  return { seconds: user + system, gigabytes: kilobytes / 1e6 };
}

/** Pictures of coloured spots over a gradient; their paths. */
async function makeFiles(folder: string, count: number): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const next = random(3);
  const files: string[] = [];
  let last: Buffer | null = null;
  for (let at = 0; at < count; at++) {
    const colour = (): string => `rgb(${[0, 0, 0].map(() => Math.floor(256 * next())).join(',')})`;
    const spots = Array.from({ length: 12 }, () => `<circle cx="${WIDTH * next()}" cy="${HEIGHT * next()}" r="${70 * next()}" fill="${colour()}" fill-opacity=".7"/>`).join('');
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="${colour()}"/>${spots}</svg>`;
    const copies = at % COPY_EVERY === COPY_EVERY - 1 && last !== null;
    const bytes: Buffer = await sharp(copies ? last! : Buffer.from(svg)).jpeg({ quality: copies ? 60 : 90 }).toBuffer();
    last = bytes;
    files.push(join(folder, `${at}.jpg`));
    await writeFile(files.at(-1)!, bytes);
  }
  return files;
}
