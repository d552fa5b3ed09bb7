// What the largest pictures take: part of `npm run bench -- formats`. Needs Linux, which tells of memory.
import { fork } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { ALONE_BYTES } from '../../src-main/photos/readers.ts';
import { peaksOf } from '../photos/peaks.ts';

/**
 * The largest pictures there are, each indexed by the command line: the process that reads it, and all processes of the program together, at their peaks.
 * @param root where they are made @param files among which are such pictures @returns a part of docs/formats.md
 */
export async function largePictures(root: string, files: readonly string[]): Promise<string> {
  const made = (width: number, height: number): Sharp => sharp({ create: { width, height, channels: 3, background: '#c08040', noise: { type: 'gaussian', mean: 128, sigma: 20 } }, limitInputPixels: false });
  const large = join(root, 'large');
  mkdirSync(large);
  await made(20_000, 12_000).jpeg({ progressive: true, quality: 30 }).toFile(join(large, 'progressive.jpg'));
  await made(15_000, 10_000).toColourspace('rgb16').tiff({ compression: 'deflate' }).toFile(join(large, '16 bits.tif'));
  for (const path of files) if (/108mp|45mp/.test(path)) copyFileSync(path, join(large, basename(path)));
  const rows: string[] = [];
  for (const name of readdirSync(large).sort()) {
    const folder = mkdtempSync(join(root, 'one-'));
    copyFileSync(join(large, name), join(folder, name));
    const child = fork(join(import.meta.dirname, '../../src-main/cli.ts'), ['index', folder, '--json'], { env: { ...process.env, KINDRED_DATA: join(folder, '.data') }, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const { result, peaks } = await peaksOf(ended, child.pid, () => true);
    const { width, height } = await sharp(join(large, name), { limitInputPixels: false }).metadata();
    rows.push(`| ${name} | ${((width * height) / 1e6).toFixed(0)} | ${result === 0 ? 'a photo' : `ended with ${result}`} | ${(peaks.one / 1e6).toFixed(0)} | ${(peaks.all / 1e6).toFixed(0)} |`);
    process.stderr.write(`${rows.at(-1)}\n`);
  }
  return `## Large pictures

A picture that needs more than ${ALONE_BYTES / 1e6} MB is read in a process of its own, beside which no other reads. Each of these was indexed by \`kindred index\`: memory of the process that read it, and of
all its processes together (pages that several share counted once), at their peaks, in MB.

| File | Megapixels | | Process that reads | All processes |
|---|---|---|---|---|
${rows.join('\n')}

`;
}
