// What the largest pictures take, in the program as it is built: part of `npm run bench -- formats`. Needs Linux, which tells of memory.
import { fork } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { ALONE_BYTES } from '../../src-main/photos/readers.ts';
import { peaksOf } from '../photos/peaks.ts';

const CLI = join(import.meta.dirname, '../../out/main/cli.js');

/**
 * The largest pictures there are, each indexed by the command line: the process that reads it, and all processes of the program together, at their peaks.
 * @param root where they are made @param files among which are such pictures @returns a part of docs/formats.md
 */
export async function largePictures(root: string, files: readonly string[]): Promise<string> {
  const made = (width: number, height: number): Sharp => {
    const corner = { create: { width: width / 2, height: height / 2, channels: 3, background: '#204080' } } as const;
    return sharp({ create: { width, height, channels: 3, background: '#c08040' }, limitInputPixels: false }).composite([{ input: corner, gravity: 'northwest' }]);
  };
  const folder = join(root, 'large');
  mkdirSync(folder);
  await made(20_000, 12_000).jpeg({ progressive: true, quality: 30 }).toFile(join(folder, 'progressive.jpg'));
  await made(15_000, 10_000).toColourspace('rgb16').tiff({ compression: 'deflate' }).toFile(join(folder, '16 bits.tif'));
  return measured(root, [...readdirSync(folder).map((name) => join(folder, name)), ...files.filter((path) => /108mp|45mp/.test(path))]);
}

/** As above, of these files. */
export async function measured(root: string, files: readonly string[]): Promise<string> {
  const rows: string[] = [];
  for (const path of files) {
    const [name, folder] = [basename(path), mkdtempSync(join(root, 'one-'))];
    copyFileSync(path, join(folder, name));
    const child = fork(CLI, ['index', folder, '--json'], { env: { ...process.env, KINDRED_DATA: join(folder, '.data') }, stdio: ['ignore', 'pipe', 'ignore', 'ipc'] });
    let told = '';
    child.stdout?.on('data', (text: Buffer) => (told += text.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const { result, peaks } = await peaksOf(ended, child.pid, () => true);
    const { width, height } = await sharp(path, { limitInputPixels: false }).metadata();
    rows.push(`| ${name} | ${((width * height) / 1e6).toFixed(0)} | ${outcomeOf(result, told)} | ${(peaks.one / 1e6).toFixed(0)} | ${(peaks.all / 1e6).toFixed(0)} |`);
    process.stderr.write(`${rows.at(-1)}\n`);
  }
  return `## Large pictures

A picture that needs more than ${ALONE_BYTES / 1e6} MB is read in a process of its own, beside which no other reads. Each of these was indexed by \`kindred index\`: memory of the process that read it, and of
all its processes together (at most: the peak of that one, and what the others had to themselves), at their peaks, in MB. Without being built, each process holds 30 MB more, to read TypeScript.
Of what the AVIF (8 bits, 4:4:4) takes, libaom holds 679 MB, most of it a record for each 4 × 4 pixels, and libheif a copy of the picture, 134 MB; 10 bits would take 270 MB more. A progressive JPEG
is held as two bytes for each of its samples until its last scan. No setting of either makes them smaller, and no maintained package has a leaner decoder of AV1 (dav1d) without the rest of FFmpeg.

| File | Megapixels | | Process that reads | All processes |
|---|---|---|---|---|
${rows.join('\n')}

`;
}

function outcomeOf(code: number | null, told: string): string {
  if (code !== 0) return `ended with ${code}`;
  const { photos, problems } = JSON.parse(told) as { readonly photos: number; readonly problems: readonly { readonly reason: string }[] }; // as `kindred index --json` says
  return photos === 1 ? 'a photo' : (problems[0]?.reason ?? 'nothing');
}
