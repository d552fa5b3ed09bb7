// What becomes of files of every format: `npm run bench -- formats` reads the made ones and, if they lie beside the repository, the odd files and the
// cases, and writes docs/formats.md. Colours are compared with the picture that was put into a made file, and with ImageMagick's `convert` where that is
// installed: both averaged over 16 × 16 places, upright, on grey. Each format is read in processes of its own, whose memory is their peak.
import { execFile, execFileSync, fork } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, readSync, closeSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { type DecoderName, endingOf, FORMATS, sniff } from '../../src-main/photos/formats.ts';
import { kindByName } from '../../src-main/photos/not-read.ts';
import { SPENT_BYTES } from '../../src-main/photos/reader-messages.ts';
import { ALONE_BYTES } from '../../src-main/photos/readers.ts';
import { PIXELS_SIDE, readPhoto } from '../../src-main/photos/read.ts';
import { madeKinds, PICTURE } from '../photos/made-kinds.ts';
import { asSharp } from '../photos/pictures.ts';
import { largePictures } from './large-pictures.ts';

const DECODERS: Readonly<Record<DecoderName, string>> = {
  sharp: 'libvips', libheif: 'libheif', bmp: 'its own', magick: 'ImageMagick', preview: 'the JPEG in it', 'small-preview': 'a small JPEG in it'
};

const PLACES = 16;
/** Of 255, on average: more is looked at by eye, and told with its reason. */
const MOST_OFF = 10;

interface Read {
  readonly path: string;
  readonly outcome: 'read' | 'incomplete' | 'refused';
  readonly reason: string;
  readonly megapixels: number;
  readonly ms: number;
  readonly colours: readonly number[];
}

if (process.send) await readAll(process.argv.slice(2));
else await report();

async function readAll(paths: readonly string[]): Promise<void> {
  const list = paths.flatMap((path) => readFileSync(path, 'utf8').split('\n'));
  const reads: Read[] = [];
  for (const path of list) {
    if (process.memoryUsage.rss() > SPENT_BYTES) break; // the next process goes on, as in the app
    let [held, isLarge] = [0, false];
    const hold = async (_: unknown, bytes: number): Promise<void> => {
      held += bytes;
      isLarge ||= held > ALONE_BYTES && reads.length > 0;
      if (isLarge) throw new Error('it is read alone, by the next process');
    };
    const start = performance.now();
    const found = await readPhoto(path, { hold });
    if (isLarge) break;
    const ms = performance.now() - start;
    reads.push(found.status === 'photo'
      ? { path, outcome: found.incomplete ? 'incomplete' : 'read', reason: '', megapixels: (found.width * found.height) / 1e6, ms, colours: averages(found.pixels) }
      : { path, outcome: 'refused', reason: `${found.code}: ${found.detail.replaceAll(/\s+/g, ' ')}`, megapixels: 0, ms, colours: [] });
  }
  process.send?.({ reads, peak: process.resourceUsage().maxRSS * 1024 });
}

async function report(): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'kindred-formats-'));
  try {
    const made = new Map<string, string>();
    for (const { name, bytes, cut } of await madeKinds()) {
      writeFileSync(join(root, name), bytes);
      made.set(join(root, name), cut ? 'cut' : 'whole');
    }
    const beside = ['odd-files', 'cases'].map((name) => join(import.meta.dirname, '../../../shared/data', name)).filter((folder) => existsSync(folder));
    const files = [...made.keys(), ...beside.flatMap(filesBelow)];
    const byFormat = Map.groupBy(files, formatOf);
    const rows: string[] = [];
    const notes: string[] = [];
    const truth = averages(await asSharp(PICTURE).resize(PIXELS_SIDE, PIXELS_SIDE, { fit: 'fill' }).raw().toBuffer());
    const profile = join(root, 'srgb.icc');
    writeFileSync(profile, (await sharp(await asSharp(PICTURE).withIccProfile('srgb').png().toBuffer()).metadata()).icc ?? '');
    const convert = hasConvert();
    for (const name of [...FORMATS.map((format) => format.name), 'other']) {
      const paths = byFormat.get(name) ?? [];
      if (paths.length === 0) {
        rows.push(`| ${name} | 0 | | | | | | |`);
        continue;
      }
      const { reads, peak } = await readApart(paths, join(root, 'list'));
      const errors: number[] = [];
      for (const read of reads) {
        if (read.outcome === 'refused') notes.push(`| ${name} | ${place(read.path)} | refused | ${read.reason.replaceAll('|', '/')} |`);
        if (read.outcome !== 'read') continue;
        const wanted = made.has(read.path) ? truth : convert ? await converted(read.path, profile) : null;
        if (wanted === null) continue;
        const off = wanted.reduce((sum, value, at) => sum + Math.abs(value - read.colours[at]!), 0) / wanted.length; // as many
        errors.push(off);
        if (off > MOST_OFF) notes.push(`| ${name} | ${place(read.path)} | differs by ${off.toFixed(0)} | ${whyDifferent(read.path, made)} |`);
      }
      errors.sort((a, b) => a - b);
      const of = (outcome: Read['outcome']): number => reads.filter((read) => read.outcome === outcome).length;
      const large = reads.filter(({ megapixels, outcome }) => outcome === 'read' && megapixels > 0.2);
      const speed = large.length === 0 ? '' : (large.reduce((sum, { ms }) => sum + ms, 0) / large.reduce((sum, { megapixels }) => sum + megapixels, 0)).toFixed(0);
      rows.push(`| ${name} | ${reads.length} | ${of('read')} | ${of('incomplete')} | ${of('refused')} | ${errors.length === 0 ? '' : `${(errors[errors.length >> 1] ?? 0).toFixed(1)} (${errors.length})`} | ${speed} | ${(peak / 1e6).toFixed(0)} |`);
      process.stderr.write(`${name}: ${reads.length} files\n`);
    }
    const text = `# Formats

Written by \`npm run bench -- formats\`; the table of formats is \`src-main/photos/formats.ts\`. Files: ${[`${made.size} made ones`, ...beside.map((folder) => `${filesBelow(folder).length} of ${basename(folder)}`)].join(', ')}.
The colour error is the median of mean absolute differences, of 255, over 16 × 16 places (in brackets: pictures compared): made files against the picture in them, the others against
${convert ? 'ImageMagick' : 'nothing, because ImageMagick is not installed'}. Speed is of pictures above 0.2 million pixels, the first of a process with its decoder's start. Memory is the peak of the processes that read them, which are replaced where the app replaces them.

| Format | Tried | Whole | Incomplete | Refused | Colour error | ms per megapixel | Peak memory, MB |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}

${await largePictures(root, beside.flatMap(filesBelow))}## What is read by what

Files are looked at by these endings, and recognised by their content; the first decoder that can read a file does. A raw file and a JPEG or HEIC beside it, of the same name
and the same shot, are one photo.

| Format | Endings | Decoders |
|---|---|---|
${FORMATS.map(({ name, endings, decoders }) => `| ${name} | ${endings.join(', ')} | ${decoders.map((decoder) => DECODERS[decoder]).join(', then ')} |`).join('\n')}

## Other corpora

Once, in November 2026, with files that are neither here nor beside the repository: those of 31 of Debian's source packages (exiv2, ExifTool, Pillow, KImageFormats, OpenImageIO, libvips, libtiff, GraphicsMagick,
gdk-pixbuf, jhead and others) and of packages of npm. Of each of the 32, files of photos, problems and files not read were as many as there are files; nothing hung. Of 3,462 different pictures
3,038 are photos, 9 of these incomplete, and 424 problems, each with its reason: files cut to their first bytes or made to break decoders, and text that is called a JPEG. What ImageMagick opens
and Kindred refuses was looked at one by one, and so was what differs by more than 8. Left: bitmaps with a JPEG or PNG inside, JPEG of 12 bits, Photoshop files with more than 56 channels,
HEIF with JPEG 2000, H.264 or uncompressed pictures, TIFFs with LZMA, and grey TIFFs whose opacity is in a plane of its own, of which libvips shows every other row.

## Videos

Videos are counted and named as not read; the movie of a Live Photo counts as a file that accompanies its picture, and goes where that goes. They are in no list in which a poster could
stand, and none is read. What could read one (npm, November 2026): builds of FFmpeg (\`node-av\` 6.1, \`@napi-rs/webcodecs\`, \`@ffmpeg/core\`: 20 to 63 MB a system), or packages that only take files apart
(\`mediabunny\` 1.61, \`mp4box\`, \`web-demuxer\`) and leave H.264 and HEVC to a browser's codecs, which a process of Node has not. Pictures that cameras put beside their movies (THM) or into them are
too small (160 pixels) and too rare on phones to be worth a second way of reading.

## Incomplete pictures

A file that ends early is shown as far as it goes, and its details say so; where less than a tenth of its rows is there, it is a problem instead (\`truncated\`). In PNG the missing rows
are not empty: libvips repeats what it has.

## Refused, and where the reference differs

| Format | File | | Why |
|---|---|---|---|
${notes.join('\n')}
`;
    writeFileSync(join(import.meta.dirname, '../../docs/formats.md'), text);
    console.log(JSON.stringify({ files: files.length, refused: notes.filter((note) => note.includes('| refused |')).length, differ: notes.filter((note) => note.includes('differs')).length }));
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** What is known of the reference, ImageMagick 6, and of the file. */
function whyDifferent(path: string, made: ReadonlyMap<string, string>): string {
  if (made.has(path)) return /cmyk/.test(path) ? 'its colours are outside of what its inks can print' : 'unexplained';
  if (/exif6|o6jpeg/.test(path)) return 'the reference ignores an orientation in EXIF, or counts it twice; here it is that of the case';
  if (/4I\.tif|joinChannel|gamma1\.6|xmp_tags/.test(path)) return 'looked at: right here; the reference inverts it, or leaves out its profile or gamma';
  if (/hdr|pq|gainmap/i.test(path)) return 'light is mapped to the screen here; the reference shows the numbers as they are';
  if (/\.(heic|heif|avifs?)$/i.test(path)) return 'the reference leaves out transparency, or takes another frame';
  if (/^(b[g-w]|t[bp])/.test(basename(path).replace(/^.*?-[0-9a-f]{6}-/, '')) || /alpha|pil123p/.test(path)) return 'transparent parts: the reference puts the grey behind them before it applies the gamma';
  if (/ljt-seed|truncated|broken|crash/.test(path)) return 'a damaged file, which each decoder guesses in its own way';
  return 'to be looked at';
}

function formatOf(path: string): string {
  const file = openSync(path, 'r');
  const bytes = Buffer.alloc(64);
  const length = readSync(file, bytes, 0, 64, 0);
  closeSync(file);
  const ending = endingOf(basename(path));
  const container = FORMATS.find(({ container: one, endings }) => one === 'raw' && endings.includes(ending))?.container ?? sniff(bytes.subarray(0, length));
  return (FORMATS.find((format) => format.container === container) ?? FORMATS.find(({ endings }) => endings.includes(ending)))?.name ?? 'other';
}

/** Those that are looked at by their names. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && ['photo', null].includes(kindByName(entry.name))).map((entry) => join(entry.parentPath, entry.name)).sort();
}

interface ReadApart {
  readonly reads: readonly Read[];
  readonly peak: number;
}

/** In one process after another: one is replaced where the app replaces it. */
async function readApart(paths: readonly string[], list: string): Promise<ReadApart> {
  const reads: Read[] = [];
  let peak = 0;
  while (reads.length < paths.length) {
    const some = await readSome(paths.slice(reads.length), list);
    if (some.reads.length === 0) throw new Error('expected a process to read at least one file, got none');
    reads.push(...some.reads);
    peak = Math.max(peak, some.peak);
  }
  return { reads, peak };
}

function readSome(paths: readonly string[], list: string): Promise<ReadApart> {
  writeFileSync(list, paths.join('\n'));
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, [list]);
    child.once('message', (message) => resolve(message as { reads: Read[]; peak: number })); // sent above
    child.once('exit', (code) => reject(new Error(`the reader ended with ${code}`)));
  });
}

/** `null` where the reference cannot read it. */
async function converted(path: string, profile: string): Promise<number[] | null> {
  const args = [`${path}[0]`, '-auto-orient', '+repage', '-background', '#808080', '-flatten', '-colorspace', 'sRGB', ...(/\.(jpe?g|png|tiff?)$/i.test(path) ? ['-profile', profile] : []), '-resize', `${PIXELS_SIDE}x${PIXELS_SIDE}!`, '-depth', '8', 'rgb:-'];
  const pixels = await promisify(execFile)('convert', args, { encoding: 'buffer', timeout: 30_000, maxBuffer: 1e8 }).then(({ stdout }) => stdout, () => null);
  return pixels?.length === PIXELS_SIDE ** 2 * 3 ? averages(pixels) : null;
}

function hasConvert(): boolean {
  try {
    return execFileSync('convert', ['-version'], { stdio: ['ignore', 'pipe', 'ignore'] }).includes('ImageMagick');
  } catch {
    return false; // not installed
  }
}

function averages(pixels: Uint8Array): number[] {
  const sums = new Array<number>(PLACES * PLACES * 3).fill(0);
  const step = PIXELS_SIDE / PLACES;
  for (const [at, value] of pixels.entries()) {
    const [x, y] = [Math.floor(at / 3) % PIXELS_SIDE, Math.floor(at / 3 / PIXELS_SIDE)];
    sums[(Math.floor(y / step) * PLACES + Math.floor(x / step)) * 3 + (at % 3)]! += value / step ** 2; // within
  }
  return sums;
}

function place(path: string): string {
  return basename(path).replaceAll('|', '/');
}
