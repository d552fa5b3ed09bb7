// pack.json: what it must say, and the id of a pack, which names the encoder version. Errors name the field and what was expected there.
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { LAYOUTS, type PackManifest, POOLINGS } from '../../src-shared/packs/pack.ts';
import { PackRefused } from './refused.ts';

export const MANIFEST = 'pack.json';
/** A longer manifest is none. */
export const MOST_MANIFEST_BYTES = 100_000;

/** Pictures are read from thumbnails of 320 pixels: a larger side shows no more. */
const SIDES = { fewest: 16, most: 1024 };
const DIMENSIONS = { fewest: 2, most: 4096 };

const name = z.string().trim().min(1).max(80);
const line = z.string().trim().min(1).max(400);
// no folders: nothing outside the pack can be meant, on any system
const fileName = z.string().regex(/^[A-Za-z0-9_-][\w.-]{0,99}$/, 'expected the plain name of a file beside pack.json').refine((file) => file !== MANIFEST, 'expected another file than pack.json');
const file = { file: fileName, sha256: z.string().toLowerCase().regex(/^[0-9a-f]{64}$/, 'expected the SHA-256 of the file: 64 hexadecimal digits') };
const value = z.string().min(1).max(200);
const mean = z.number().min(-1000).max(1000);
const deviation = z.number().min(1e-6).max(1000);

const image = z.strictObject({
  ...file,
  side: z.int().min(SIDES.fewest).max(SIDES.most),
  mean: z.tuple([mean, mean, mean]), deviation: z.tuple([deviation, deviation, deviation]),
  layout: z.enum(LAYOUTS).default('NCHW'),
  pooling: z.enum(POOLINGS),
  skip: z.int().min(0).max(64).default(1),
  dimensions: z.int().min(DIMENSIONS.fewest).max(DIMENSIONS.most),
  looks: z.union([z.literal(1), z.literal(2)]).exactOptional(),
  input: value.exactOptional(), output: value.exactOptional()
});

const text = z.strictObject({
  ...file,
  tokenizer: z.strictObject(file),
  length: z.int().min(2).max(512),
  pad: z.int().min(0).max(2 ** 31 - 1).default(0),
  template: z.string().max(200).default('{}').refine((template) => template.split('{}').length === 2, 'expected {} once, where the words go'),
  input: value.exactOptional(), output: value.exactOptional()
});

const manifest = z.strictObject({ format: z.literal(1), name, source: line, licence: line, image, text: text.exactOptional() })
  .refine((pack) => new Set(filesOf(pack).map(({ file: named }) => named.toLowerCase())).size === filesOf(pack).length, 'expected another file for each part');

/** @param where named in errors @throws {PackRefused} for anything that is not a manifest */
export function readManifest(bytes: Uint8Array, where: string): PackManifest {
  let said: unknown;
  try {
    said = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new PackRefused(`${where}: ${MANIFEST} is not JSON (${error instanceof Error ? error.message : String(error)}). See docs/encoders.md for an example.`, { cause: error });
  }
  const version = z.object({ format: z.int() }).safeParse(said);
  if (version.success && version.data.format > 1) throw new PackRefused(`${where} is a pack for a newer Kindred. Update Kindred to use it.`);
  const read = manifest.safeParse(said);
  if (read.success) return read.data;
  const wrong = read.error.issues.slice(0, 4).map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message));
  throw new PackRefused(`${where}: ${MANIFEST} is not as expected: ${wrong.join('; ')}. See docs/encoders.md for an example.`);
}

/** The files that a pack consists of, besides its manifest. */
export function filesOf({ image: pictures, text: words }: Pick<PackManifest, 'image' | 'text'>): readonly { readonly file: string; readonly sha256: string }[] {
  return [pictures, ...(words ? [words, words.tokenizer] : [])];
}

/** What names the pack and the encoder version: packs whose embeddings of pictures are the same have the same. */
export function packId({ name: title, image: pictures }: PackManifest): string {
  const { file: _, looks = 1, ...others } = pictures;
  const computes = { ...others, ...(looks > 1 && { looks }) }; // one look is no news
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(computes).sort(([a], [b]) => (a < b ? -1 : 1)))).digest('hex');
  const slug = title.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 40).replace(/-$/, '');
  return `pack-${slug === '' ? '' : `${slug}-`}${hash.slice(0, 10)}`;
}
