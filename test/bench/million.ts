// How every stage grows with the number of photos, from ten thousand towards a million, on made descriptors; and what other programs take for the same
// made files. Writes docs/performance.md after each size, so that a run that is stopped has told what it knows.
// `npm run bench -- million [--sizes 10k,30k,100k,300k,1M] [--files 1000,3000]`. A million takes about 4 GB of disk, and hours on a small machine.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { growthExponent, report, type Measured } from './million/report.ts';
import { measureSameFiles } from './million/same-files.ts';
import { Rows } from './screens/rows.ts';

const { values } = parseArgs({ options: { sizes: { type: 'string', default: '10k,30k,100k' }, files: { type: 'string', default: '1000,3000' } } });
const sizes = values.sizes.split(',').map(sizeOf);
const fileCounts = values.files.split(',').filter(Boolean).map(sizeOf);
/** At a million photos, or the largest size that was measured: seconds of the processor, and gigabytes. */
const bars = { 'opened again': 1, answer: 1, slider: 0.5, server: 5, page: 1 } as const;

const rows = new Rows();
const measured: Measured = { machine: `${availableParallelism()} cores of ${cpus()[0]?.model.trim() ?? 'a processor'}, ${Math.round(totalmem() / 1e9)} GB`, sizes: [], files: [] };
for (const photos of sizes) {
  const folder = mkdtempSync(join(tmpdir(), 'kindred-bench-million-'));
  try {
    process.stderr.write(`${photos.toLocaleString('en')} photos\n`);
    run('make', folder, photos);
    const [server, page] = [run('server', folder, photos), run('page', folder, photos)];
    measured.sizes.push({ photos, seconds: { ...server.seconds, ...page.seconds }, server: server.gigabytes, page: page.gigabytes, load: loadavg()[0] ?? NaN });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  write();
}
for (const count of fileCounts) {
  measured.files.push({ count, spent: await measureSameFiles(count), load: loadavg()[0] ?? NaN });
  write();
}

const largest = measured.sizes.at(-1);
if (largest) {
  const title = `${largest.photos.toLocaleString('en')} photos`;
  for (const stage of ['opened again', 'answer', 'slider'] as const) rows.note(title, stage, largest.seconds[stage] ?? NaN, 's', bars[stage]);
  rows.note(title, 'memory of the server', largest.server, 'GB', bars.server);
  rows.note(title, 'memory of what the page holds', largest.page, 'GB', bars.page);
  for (const stage of Object.keys(largest.seconds)) rows.note('growth', stage, growthExponent(measured.sizes, stage), 'ratio');
}
rows.end();

function write(): void {
  writeFileSync(join(import.meta.dirname, '../../docs/performance.md'), report(measured));
}

function run(part: string, folder: string, photos: number): { readonly seconds: Readonly<Record<string, number>>; readonly gigabytes: number } {
  const args = ['--max-old-space-size=12000', join(import.meta.dirname, 'million/stages.ts'), part, folder, String(photos)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })) as ReturnType<typeof run>; // as stages.ts prints it
}

/** `10k`, `1M`, `3000`. */
function sizeOf(text: string): number {
  const [, number, unit = ''] = /^(\d+)([kM]?)$/.exec(text.trim()) ?? [];
  if (number === undefined) throw new RangeError(`expected sizes such as 10k,100k,1M, got ${text}`);
  return Number(number) * ({ k: 1000, M: 1_000_000 }[unit] ?? 1);
}
