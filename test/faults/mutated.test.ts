// Mutated files: whatever is in them, what looks at a file without decoding its picture answers or refuses at once. Many more with
// KINDRED_MUTATIONS=100000 (`npm run test:faults`). Full reads of some of them go through the decoders too.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { mendWebp } from '../../src-main/photos/cut-webp.ts';
import { dateInFolders, dateInName, iptcDate, writtenDate } from '../../src-main/photos/dates.ts';
import { sniff } from '../../src-main/photos/formats.ts';
import { gammaOf } from '../../src-main/photos/gamma.ts';
import { hdrOf } from '../../src-main/photos/hdr.ts';
import { readHeader } from '../../src-main/photos/header.ts';
import { readMetadata } from '../../src-main/photos/metadata.ts';
import { readItems } from '../../src-main/photos/picture-hash/heif-items.ts';
import { PhotoProblem } from '../../src-main/photos/problem.ts';
import { findPreview, isRaw, orientationOf, rawExif, sensorOf } from '../../src-main/photos/raw.ts';
import { readApart } from '../../src-main/photos/readers.ts';
import { readPacket } from '../../src-main/photos/xmp.ts';
import { seeded } from '../made-library.ts';
import { madeKinds } from '../photos/made-kinds.ts';
import { report } from './report.ts';

const MUTATIONS = Number(process.env.KINDRED_MUTATIONS ?? 2000);
/** Of these, so many are also decoded. */
const DECODED = Math.ceil(MUTATIONS / 40);
const seed = Number(process.env.KINDRED_SEED ?? 1);
const random = seeded(seed);
const root = mkdtempSync(join(tmpdir(), 'kindred-mutated-'));
afterAll(() => rmSync(root, { recursive: true }));

const XMP = Buffer.from(`<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="3" xmp:CreateDate="2019-07-14T10:30:00+02:00"/></rdf:RDF></x:xmpmeta>`);
/** Small files of all kinds, those that lie beside the repository as well. */
const seeds: Buffer[] = [...(await madeKinds()).map(({ bytes }) => bytes), XMP, Buffer.from('\x1c\x02\x37\0\x0820190714\x1c\x02\x3c\0\x06103000', 'latin1')];
const odd = fileURLToPath(new URL('../../../shared/data/odd-files/files/', import.meta.url));
if (existsSync(odd)) for (const name of readdirSync(odd)) if (statSync(odd + name).size < 60_000) seeds.push(readFileSync(odd + name));

const below = (most: number): number => Math.floor(random() * most);
/** Numbers at which arithmetic of sizes and places goes wrong. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

function mutated(): Buffer {
  let bytes = Buffer.from(seeds[below(seeds.length)]!); // within
  for (let change = 0; change <= below(6); change++) {
    // headers are where the structure is
    const at = below(random() < 0.6 ? Math.min(600, bytes.length) : bytes.length);
    const kind = below(6);
    if (kind === 0) bytes[at]! ^= 1 << below(8);
    else if (kind === 1) bytes[at] = below(256);
    else if (kind === 2 && at + 4 <= bytes.length) random() < 0.5 ? bytes.writeUInt32BE(EDGES[below(EDGES.length)]!, at) : bytes.writeUInt32LE(EDGES[below(EDGES.length)]!, at);
    else if (kind === 3) bytes = bytes.subarray(0, Math.max(1, at));
    else if (kind === 4) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + below(40))]);
    else {
      const other = seeds[below(seeds.length)]!; // within
      const from = below(other.length);
      bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + below(300)), bytes.subarray(at)]);
    }
    if (bytes.length === 0) return Buffer.from([0]);
  }
  return bytes;
}

/** Answers, or refuses in the way that its callers expect. */
function refuses(run: () => unknown, expected: (error: unknown) => boolean): void {
  try {
    run();
  } catch (error) {
    if (!expected(error)) throw error;
  }
}

it(`headers, dates and metadata of ${MUTATIONS} mutated files are read or refused at once (seed ${seed})`, async () => {
  const memory = process.memoryUsage().rss;
  let [read, slowest] = [0, 0];
  for (let run = 0; run < MUTATIONS; run++) {
    const bytes = mutated();
    const start = process.cpuUsage();
    try {
      const container = sniff(bytes);
      const text = bytes.toString('latin1', 0, 80);
      gammaOf(bytes);
      mendWebp(bytes);
      hdrOf(bytes, 'heif', bytes);
      hdrOf(bytes, 'png', null);
      isRaw(bytes);
      sensorOf(bytes);
      findPreview(bytes);
      rawExif(bytes);
      orientationOf(bytes);
      iptcDate(bytes);
      readPacket(bytes);
      for (const find of [(name: string) => dateInName(name, 2e12), (name: string) => dateInFolders(name, 2e12), (name: string) => writtenDate(name)]) find(text);
      if (container === 'heif') refuses(() => readItems(bytes), (error) => error instanceof RangeError || (error as Error).constructor.name === 'Unparsed');
      await readMetadata(bytes, bytes, bytes);
      // every tenth, because libvips is asked as well
      if (run % 10 === 0) await readHeader(bytes).then(() => read++, (error: unknown) => {
        if (!(error instanceof PhotoProblem)) throw error;
        expect(error.message.length).toBeGreaterThan(5);
      });
    } catch (error) {
      const kept = join(tmpdir(), `kindred-mutated-${seed}-${run}`);
      writeFileSync(kept, bytes);
      throw new Error(`${kept}: ${String(error)}`, { cause: error });
    }
    const { user, system } = process.cpuUsage(start);
    slowest = Math.max(slowest, user + system);
  }
  expect(read).toBeGreaterThan(0);
  expect(slowest / 1e6).toBeLessThan(2);
  expect(process.memoryUsage().rss - memory).toBeLessThan(700e6);
  report('mutated files', 'headers, dates and metadata', MUTATIONS);
}, 60_000 + MUTATIONS * 20);

it(`${DECODED} mutated files are photos or problems with a reason, and take no process down for long (seed ${seed})`, async () => {
  let photos = 0;
  for (let run = 0; run < DECODED; run++) {
    const path = join(root, `${run}.jpg`);
    writeFileSync(path, mutated());
    const outcome = await readApart(path, { known: { isKnown: () => false, isSeen: () => false }, timeoutMs: 20_000 });
    if (outcome.status === 'problem') expect(outcome.detail.length).toBeGreaterThan(5);
    else photos++;
    if (outcome.status === 'problem') expect(outcome.code, outcome.detail).not.toBe('timeout');
    rmSync(path);
  }
  expect(photos).toBeGreaterThan(0);
  report('mutated files', 'read and decoded', DECODED);
}, 60_000 + DECODED * 500);
