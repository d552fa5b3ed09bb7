// Photos per second of `kindred index` against what decoding the same files costs at least, with as many photos in flight: JPEGs against bare sharp
// thumbnailing, HEIC against bare libheif. Also with WebAssembly instead of ONNX Runtime, peak memory, and a re-scan with nothing changed. All in one
// run, in turns, so that a busy machine slows all alike; medians. The look for copies afterwards is apart: made photos are far more alike than a
// user's. `npm run bench -- index [large|small|heic …] [--rounds n] [--scale part]`:
// `--scale 0.1` takes a tenth of the photos. Where the time goes: `index-stages`.
import { fork, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { decodeHeic } from '../../src-main/photos/decoders/heic.ts';
import { THUMBNAIL_SIDE } from '../../src-main/photos/read.ts';
import { makeLibrary } from '../made-library.ts';

interface Kind {
  readonly title: string;
  readonly photos: number;
  /** Least ratio of the speed of indexing to that of decoding. */
  readonly bar: number;
  /** Makes the photos in a folder, once. `false` where that cannot be done. */
  readonly make: (folder: string) => Promise<boolean>;
}

/** Seconds altogether, and without the look for copies. */
interface Indexed {
  readonly seconds: number;
  readonly reading: number;
  readonly peakMegabytes: number;
}

const threads = availableParallelism();
const cli = fileURLToPath(new URL('../../src-main/cli.ts', import.meta.url));
/** A photo of 12 megapixels as a phone writes it. */
const phone = join(import.meta.dirname, '../../../shared/data/odd-files/files/immich-0de60c-IMG_2682.heic');

const { values, positionals } = parseArgs({ options: { rounds: { type: 'string', default: '3' }, scale: { type: 'string', default: process.env.KINDRED_BENCH_SCALE ?? '1' } }, allowPositionals: true });
/** Part of the photos that are measured. */
const scale = Number(values.scale);

const kinds: Readonly<Record<string, Kind>> = {
  large: { title: 'JPEG, 12 MP', photos: 300, bar: 0.85, make: jpegs(300, 4000, 3000) },
  small: { title: 'JPEG, 1.5 MP', photos: 1200, bar: 0.7, make: jpegs(1200, 1440, 1080) },
  heic: { title: 'HEIC, 12 MP', photos: 60, bar: 0.85, make: heics(60) }
};

if (process.send) await decodeAll(process.argv.slice(2));
else await report();

async function report(): Promise<void> {
  const rows = [['', 'decoding alone', 'indexing', 'ratio', 'bar', 'ok', 'by WebAssembly', 'with copies', 'memory', 're-scan', 'load']];
  for (const name of positionals.length > 0 ? positionals : Object.keys(kinds)) {
    const kind = kinds[name];
    if (!kind) throw new RangeError(`expected one of ${Object.keys(kinds).join(', ')}, got ${name}`);
    const folder = join(tmpdir(), `kindred-bench-${name}-${Math.round(kind.photos * scale)}`);
    if (!existsSync(join(folder, 'made'))) {
      process.stderr.write(`making the photos in ${folder}, once\n`);
      await mkdir(folder, { recursive: true });
      if (!(await kind.make(folder))) {
        process.stderr.write(`${kind.title}: skipped, because ${phone} is missing\n`);
        continue;
      }
      await writeFile(join(folder, 'made'), '');
    }
    rows.push(await measure(kind, folder, Number(values.rounds)));
  }
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  console.log(`${threads} cores, medians of ${values.rounds} rounds; speeds in photos a second\n${rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at]!)).join('  ')).join('\n')}`);
}

async function measure({ title, bar }: Kind, folder: string, count: number): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name !== 'made').map((name) => join(folder, name));
  const rounds: { readonly bare: number; readonly native: number; readonly whole: number; readonly wasm: number; readonly again: number; readonly peak: number; readonly load: number }[] = [];
  for (let round = 0; round < count; round++) {
    const bare = await bareSeconds(files);
    const native = await indexed(folder, 'native');
    const wasm = await indexed(folder, 'wasm');
    rounds.push({ bare, native: native.reading, whole: native.seconds, wasm: wasm.reading, again: native.again, peak: native.peakMegabytes, load: loadavg()[0]! });
    process.stderr.write(`${JSON.stringify(rounds.at(-1), (_, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(2)) : value))}\n`);
  }
  const median = (pick: (round: (typeof rounds)[number]) => number): number => rounds.map(pick).toSorted((a, b) => a - b)[rounds.length >> 1] ?? NaN;
  const ratio = median(({ bare, native }) => bare / native);
  if (!(ratio >= bar)) process.exitCode = 1;
  return [
    title, (files.length / median(({ bare }) => bare)).toFixed(1), (files.length / median(({ native }) => native)).toFixed(1), ratio.toFixed(2), bar.toFixed(2), ratio >= bar ? 'yes' : 'NO',
    median(({ bare, wasm }) => bare / wasm).toFixed(2), median(({ bare, whole }) => bare / whole).toFixed(2), `${median(({ peak }) => peak).toFixed(0)} MB`, `${median(({ again }) => again).toFixed(2)} s`, median(({ load }) => load).toFixed(1)
  ];
}

/** Seconds to decode every file to 320 px, without anything else. */
async function bareSeconds(files: readonly string[]): Promise<number> {
  if (!files[0]?.endsWith('.heic')) {
    const start = performance.now();
    await decodeAll(files);
    return (performance.now() - start) / 1000;
  }
  // libheif blocks its thread
  const parts = Array.from({ length: threads }, (_, part) => files.filter((__, at) => at % threads === part));
  const children = parts.map((part) => fork(fileURLToPath(import.meta.url), part));
  await Promise.all(children.map((child) => new Promise((resolve) => child.once('message', resolve)))); // loaded
  const start = performance.now();
  for (const child of children) child.send('start');
  await Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))));
  return (performance.now() - start) / 1000;
}

/** Decodes as many files at a time as there are cores, one thread each; in a process of its own after being told to start. */
async function decodeAll(files: readonly string[]): Promise<void> {
  sharp.concurrency(1);
  sharp.cache(false);
  if (process.send) {
    process.send('loaded');
    await new Promise((resolve) => process.once('message', resolve));
  }
  const queue = [...files];
  await Promise.all(Array.from({ length: process.send ? 1 : threads }, async () => {
    for (let path = queue.pop(); path; path = queue.pop()) {
      const bytes = await readFile(path);
      const heic = path.endsWith('.heic') ? decodeHeic(bytes, THUMBNAIL_SIDE) : null;
      const image = heic ? sharp(heic.data, { raw: { width: heic.width, height: heic.height, channels: heic.channels } }) : sharp(bytes).autoOrient();
      await image.resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: 'inside' }).jpeg().toBuffer();
    }
  }));
  if (process.send) process.disconnect();
}

/** Runs the command line twice in a process of its own: its own seconds, and the peak of its memory where /proc tells. */
async function indexed(folder: string, backend: string): Promise<Indexed & { readonly again: number }> {
  const data = await mkdtemp(join(tmpdir(), 'kindred-bench-data-'));
  try {
    const first = await index(folder, data, backend);
    return { ...first, again: backend === 'native' ? (await index(folder, data, backend)).seconds : NaN };
  } finally {
    await rm(data, { recursive: true });
  }
}

async function index(folder: string, data: string, backend: string): Promise<Indexed> {
  const child = spawn(process.execPath, [cli, 'index', folder, '--json'], { env: { ...process.env, KINDRED_DATA: data, KINDRED_BACKEND: backend }, stdio: ['ignore', 'pipe', 'ignore'] });
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
  const { seconds, secondsReading } = JSON.parse(output) as { seconds: number; secondsReading: number }; // as commands/index.ts writes it
  return { seconds, reading: secondsReading, peakMegabytes: peak };
}

function jpegs(photos: number, width: number, height: number): Kind['make'] {
  return async (folder) => {
    await makeLibrary(folder, { groups: Math.ceil((photos * scale) / 4), perGroup: 4, width, height, quality: 90 });
    return true;
  };
}

/** One real photo, with another detail in each copy, so that all are different pictures. */
function heics(photos: number): Kind['make'] {
  return async (folder) => {
    if (!existsSync(phone)) return false;
    const bytes = await readFile(phone);
    for (let i = 0; i < photos * scale; i++) {
      const own = Buffer.from(bytes);
      own.writeUInt32LE(i + 1, own.length - 4096);
      await writeFile(join(folder, `phone-${String(i).padStart(4, '0')}.heic`), own);
    }
    return true;
  };
}
