// Photos per second of `kindred index` against bare sharp thumbnailing of the same files with the same number of threads,
// peak memory, and a re-scan with nothing changed. Run it alone: `npm run bench -- index`.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { makeLibrary } from '../made-library.ts';

interface Round {
  readonly bare: number;
  readonly index: number;
  readonly ratio: number;
  readonly peakMegabytes: number;
  readonly rescanSeconds: number;
}

const count = Number(process.env.KINDRED_BENCH_PHOTOS ?? 300);
const threads = availableParallelism();
const folder = join(tmpdir(), `kindred-bench-${count}-photos-12mp`);
const cli = fileURLToPath(new URL('../../src-main/cli.ts', import.meta.url));

if (!existsSync(join(folder, 'made'))) {
  process.stderr.write(`making ${count} photos of 12 megapixels in ${folder}, once\n`);
  await makeLibrary(folder, { groups: Math.ceil(count / 4), perGroup: 4, width: 4000, height: 3000, quality: 90 });
  await writeFile(join(folder, 'made'), '');
}
const files = (await readdir(folder)).filter((name) => name.endsWith('.jpg')).map((name) => join(folder, name));

// rounds alternate, so that a busy machine slows both alike
const rounds: Round[] = [];
for (let round = 0; round < 3; round++) {
  const bare = await thumbnailAll();
  const data = await mkdtemp(join(tmpdir(), 'kindred-bench-data-'));
  const first = await index(data);
  const again = await index(data);
  await rm(data, { recursive: true });
  rounds.push({ bare: files.length / bare, index: files.length / first.seconds, ratio: bare / first.seconds, peakMegabytes: first.peakMegabytes, rescanSeconds: again.seconds });
  process.stderr.write(`${JSON.stringify(rounds.at(-1))}\n`);
}
const median = (pick: (round: Round) => number): number => rounds.map(pick).sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? NaN;
console.log(`photos ${files.length} of 12 megapixels, ${threads} threads, median of ${rounds.length} rounds
bare thumbnailing   ${median((r) => r.bare).toFixed(1)} photos/s
kindred index       ${median((r) => r.index).toFixed(1)} photos/s
ratio               ${median((r) => r.ratio).toFixed(2)} (at least 0.6)
peak memory         ${median((r) => r.peakMegabytes).toFixed(0)} MB (under 1000)
re-scan, no change  ${median((r) => r.rescanSeconds).toFixed(2)} s`);

/** Seconds to thumbnail every file at 320 px with sharp alone, `threads` photos in flight, one thread each. */
async function thumbnailAll(): Promise<number> {
  sharp.concurrency(1);
  sharp.cache(false);
  const queue = [...files];
  const start = performance.now();
  await Promise.all(
    Array.from({ length: threads }, async () => {
      for (let path = queue.pop(); path; path = queue.pop()) {
        await sharp(await readFile(path)).autoOrient().resize(320, 320, { fit: 'inside' }).jpeg().toBuffer();
      }
    })
  );
  return (performance.now() - start) / 1000;
}

/** Runs the command line in a process of its own; its own seconds, and the peak of its memory where /proc tells. */
async function index(data: string): Promise<{ seconds: number; peakMegabytes: number }> {
  const child = spawn(process.execPath, [cli, 'index', folder, '--json'], { env: { ...process.env, KINDRED_DATA: data }, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  let peak = NaN;
  const timer = setInterval(() => {
    void readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (status) => (peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024 || peak),
      () => undefined // the process has ended between the two: the last reading stands
    );
  }, 100);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`kindred index ended with ${code}`);
  return { seconds: (JSON.parse(output) as { seconds: number }).seconds, peakMegabytes: peak };
}
