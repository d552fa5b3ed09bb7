// Where indexing spends its time: processor time in ms per photo of each stage, beside bare sharp thumbnailing of the same files, in this process, one
// photo after the other. The rest of what `index` measures is messages between processes and the database.
// `npm run bench -- index-stages [large|small …] [--photos n]`.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { fingerprint, packFingerprint } from '../../src-shared/learning/copies/fingerprint.ts';
import { embedLooks } from '../../src-shared/learning/encoder/looks.ts';
import { parseWeights } from '../../src-shared/learning/encoder/weights.ts';
import { describeColour } from '../../src-shared/learning/features/colour.ts';
import { SIDE, toLab } from '../../src-shared/learning/features/lab.ts';
import { describeLayout } from '../../src-shared/learning/features/layout.ts';
import { describeTexture } from '../../src-shared/learning/features/texture.ts';
import { openSession } from '../../src-main/compute/onnx/session.ts';
import { shippedWeights } from '../../src-main/hosts/resources.ts';
import { decode, fitInside } from '../../src-main/photos/decode.ts';
import { measureFile, readBytes } from '../../src-main/photos/file.ts';
import { readHeader } from '../../src-main/photos/header.ts';
import { readMetadata } from '../../src-main/photos/metadata.ts';
import { identifyPicture } from '../../src-main/photos/picture-hash.ts';
import { shrunkSide, THUMBNAIL_SIDE, toThumbnailAndPixels } from '../../src-main/photos/read.ts';
import { sha256AtOnce } from '../../src-main/photos/sha256.ts';
import { makeLibrary } from '../made-library.ts';

const sizes: Readonly<Record<string, readonly [width: number, height: number]>> = { large: [4000, 3000], small: [1440, 1080] };
const { values, positionals } = parseArgs({ options: { photos: { type: 'string', default: '24' } }, allowPositionals: true });
const weights = parseWeights(await readFile(shippedWeights));
const session = await openSession(weights, null);
const embed = embedLooks((pixels) => session.embed(pixels), weights.looks, weights.input);

for (const name of positionals.length > 0 ? positionals : Object.keys(sizes)) {
  const size = sizes[name];
  if (!size) throw new RangeError(`expected one of ${Object.keys(sizes).join(', ')}, got ${name}`);
  const folder = await mkdtemp(join(tmpdir(), 'kindred-bench-stages-'));
  try {
    await makeLibrary(folder, { groups: Math.ceil(Number(values.photos) / 4), perGroup: 4, width: size[0], height: size[1], quality: 90 });
    const paths = (await readdir(folder)).filter((file) => file.endsWith('.jpg')).map((file) => join(folder, file));
    await measure(paths.slice(0, 4)); // compiled, and loaded
    report(name, paths.length, await measure(paths));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Processor time of each stage in ms, of all photos. */
async function measure(paths: readonly string[]): Promise<Map<string, number>> {
  const spent = new Map<string, number>();
  const time = async <T>(stage: string, work: () => T | Promise<T>): Promise<T> => {
    const before = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(before);
    spent.set(stage, (spent.get(stage) ?? 0) + (user + system) / 1000);
    return result;
  };
  for (const path of paths) {
    await time('bare thumbnailing', async () => sharp(await readFile(path)).autoOrient().resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: 'inside' }).jpeg().toBuffer());
    const bytes = await time('read', async () => readBytes(path, await measureFile(path)));
    const content = await time('hash of the file', () => sha256AtOnce([bytes]));
    const header = await time('header', () => readHeader(bytes));
    await time('hash of the picture', () => identifyPicture(bytes, header.container, { content, orientation: header.orientation, digest: sha256AtOnce }));
    await time('metadata', () => readMetadata(header.exif, header.xmp, header.iptc));
    const size = fitInside(header.width, header.height, shrunkSide(header));
    const small = await time('decode', async () => (await decode(header, size, 60_000)).raw().toBuffer());
    const { pixels } = await time('thumbnail and pixels', () => toThumbnailAndPixels(small, size));
    await time('embed', () => embed(pixels));
    const lab = await time('colour space', () => toLab(pixels));
    await time('colour', () => describeColour(pixels, lab));
    await time('layout', () => describeLayout(pixels, lab));
    await time('texture', () => describeTexture(pixels, lab));
    await time('fingerprint', () => packFingerprint(fingerprint(pixels, SIDE)));
  }
  return spent;
}

function report(name: string, photos: number, spent: ReadonlyMap<string, number>): void {
  const [bare = NaN, ...stages] = [...spent.values()].map((ms) => ms / photos);
  const sum = stages.reduce((all, ms) => all + ms, 0);
  console.log(`${name}: ${photos} photos, load ${loadavg()[0]!.toFixed(1)}; ms of processor time a photo`);
  for (const [stage, ms] of spent) console.log(`  ${stage.padEnd(22)}${(ms / photos).toFixed(2).padStart(8)}`);
  console.log(`  ${'all but the first'.padEnd(22)}${sum.toFixed(2).padStart(8)}   bare ÷ all ${(bare / sum).toFixed(2)}`);
}
