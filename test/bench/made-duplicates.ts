// A library with known duplicates of many kinds, made from other photos: every edit of every original, beside bursts and look-alikes that are none.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Exif, type Sharp } from 'sharp';
import { uniform } from '../../src-shared/learning/random.ts';

/** What was made of an original, or what a look-alike is. Of a look-alike each file is a family of its own. */
export interface MadeFile {
  readonly kind: string;
  readonly family: string;
}

/** Edits that leave the picture what it is, then those that make another view of the shot, then what is none. */
export const COPIES = ['re-encoded', 'resized', 'redated', 'stripped', 'greyed', 'watermarked'] as const;
export const SHOTS = ['turned', 'mirrored', 'cropped by 5 %', 'bordered', 'screenshot', 'lightened', 'toned', 'burst'] as const;

type Next = () => number;
type Edit = (original: Buffer, size: { readonly width: number; readonly height: number }, next: Next) => Promise<Sharp> | Sharp;

const svg = (width: number, height: number, inner: string): Buffer => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${inner}</svg>`);
const exif = (date: string): Exif => ({ IFD0: { Model: 'Camera' }, IFD2: { DateTimeOriginal: date } });

const edits: Readonly<Record<(typeof COPIES)[number] | (typeof SHOTS)[number], readonly Edit[]>> = {
  're-encoded': [
    ...[30, 45, 60, 80, 95].map((quality): Edit => (original) => sharp(original).keepMetadata().jpeg({ quality })),
    (original) => sharp(original).png(), (original) => sharp(original).webp({ quality: 70 })
  ],
  resized: [2, 4].map((by): Edit => (original, { width, height }) => sharp(original).resize(Math.round(width / by), Math.round(height / by), { fit: 'fill' }).jpeg({ quality: 82 })),
  redated: [(original) => sharp(original).withExif(exif('2011:03:04 05:06:07')).jpeg({ quality: 90 })],
  stripped: [(original) => sharp(original).jpeg({ quality: 92 })],
  greyed: [(original) => sharp(original).grayscale().jpeg({ quality: 90 })],
  watermarked: [
    (original, { width, height }) => sharp(original).composite([{ input: svg(width, height, `<text x="${width / 2}" y="${height / 2}" font-size="${width / 9}" text-anchor="middle" fill="white" fill-opacity=".85" font-family="sans-serif">SAMPLE PHOTO</text>`) }]).jpeg({ quality: 90 }),
    (original, { width, height }) => sharp(original).composite([{ input: svg(width, height, `<text x="${0.97 * width}" y="${0.96 * height}" font-size="${height / 9}" text-anchor="end" font-family="sans-serif">© studio</text>`) }]).jpeg({ quality: 90 })
  ],
  turned: [90, 180, 270].map((angle): Edit => (original) => sharp(original).rotate(angle).jpeg({ quality: 90 })),
  mirrored: [(original) => sharp(original).flop().jpeg({ quality: 90 })],
  'cropped by 5 %': [(original, { width, height }, next) => {
    const [w, h] = [Math.round(0.95 * width), Math.round(0.95 * height)];
    return sharp(original).extract({ left: Math.floor((width - w) * next()), top: Math.floor((height - h) * next()), width: w, height: h }).jpeg({ quality: 90 });
  }],
  bordered: ([['white', 0.05], ['black', 0.12]] as const).map(([background, part]): Edit => (original, { height }) => {
    const margin = Math.round(part * height);
    return sharp(original).extend({ top: margin, bottom: margin, left: margin, right: margin, background }).jpeg({ quality: 90 });
  }),
  screenshot: [async (original, _, next) => {
    const shown = await sharp(original).resize(360).toBuffer({ resolveWithObject: true });
    const height = Math.max(780, shown.info.height + 80);
    const clock = svg(360, 20, '<text x="12" y="15" font-size="13" fill="#888" font-family="sans-serif">10:31</text>');
    return sharp({ create: { width: 360, height, channels: 3, background: next() < 0.5 ? '#000' : '#fff' } })
      .composite([{ input: shown.data, left: 0, top: Math.round((height - shown.info.height) / 2) }, { input: clock, left: 0, top: 0 }]).png();
  }],
  lightened: [(original) => sharp(original).linear(1.25, 8).jpeg({ quality: 90 })],
  toned: [(original) => sharp(original).recomb([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]]).jpeg({ quality: 90 })],
  // a moment later: the camera has moved a little, and the noise is another
  burst: Array.from({ length: 2 }, (): Edit => async (original, { width, height }, next) => {
    const [w, h] = [Math.round(width * (0.965 - 0.01 * next())), Math.round(height * (0.965 - 0.01 * next()))];
    const moved = await sharp(original).extract({ left: Math.floor((width - w) * next()), top: Math.floor((height - h) * next()), width: w, height: h }).resize(width, height, { fit: 'fill' }).toBuffer();
    const noise = Buffer.from(Uint8Array.from({ length: width * height * 3 }, () => 128 + Math.round((next() + next() + next() - 1.5) * 10)));
    return sharp(moved).composite([{ input: await sharp(noise, { raw: { width, height, channels: 3 } }).png().toBuffer(), blend: 'soft-light' }]).jpeg({ quality: 88 });
  })
};

/** Writes the library into `folder` and returns what each file is. @param originals paths of photos */
export async function makeDuplicates(folder: string, originals: readonly string[], seed = 7): Promise<ReadonlyMap<string, MadeFile>> {
  await mkdir(folder, { recursive: true });
  const next = uniform(seed);
  const made = new Map<string, MadeFile>();
  const put = async (image: Sharp, name: string, kind: string, family: string): Promise<void> => {
    await image.toFile(join(folder, name));
    made.set(name, { kind, family });
  };
  for (const [at, path] of originals.entries()) {
    const family = String(at).padStart(3, '0');
    const name = `${family}-original.jpg`;
    await put(sharp(await readFile(path)).removeAlpha().toColourspace('srgb').withExif(exif('2019:08:07 06:05:04')).jpeg({ quality: 95 }), name, 'original', family);
    const original = await readFile(join(folder, name));
    const { width, height } = await sharp(original).metadata();
    await writeFile(join(folder, `${family}-identical.jpg`), original);
    made.set(`${family}-identical.jpg`, { kind: 'identical', family });
    for (const kind of [...COPIES, ...SHOTS]) {
      for (const [variant, edit] of edits[kind].entries()) {
        const image = await edit(original, { width, height }, next);
        await put(image, `${family}-${kind.replaceAll(/\W+/g, '-')}-${variant}.${(await image.clone().metadata()).format === 'png' && /screenshot/.test(kind) ? 'png' : variant === 5 && kind === 're-encoded' ? 'png' : variant === 6 ? 'webp' : 'jpg'}`, kind, family);
      }
    }
  }
  await makeLookAlikes(put, next);
  await makeScreens(put, originals, next);
  return made;
}

const WORDS = 'the of and to in is that it was for on are as with his they at be this from have or by one had not but what all were when we there can an your which their said if do will each about how up out them then she many some so these would other into has more her two like him see time could no make than first been its who now people my made over did down only way find use may water long little very after words called just where most know'.split(' ');

/** Pages of different text, forms filled in differently, dark frames and skies. */
async function makeLookAlikes(put: (image: Sharp, name: string, kind: string, family: string) => Promise<void>, next: Next): Promise<void> {
  const word = (): string => WORDS[Math.floor(next() * WORDS.length)]!;
  for (let page = 0; page < 40; page++) {
    const lines = Array.from({ length: 34 }, (_, line) => `<text x="60" y="${70 + 22 * line}" font-size="15" font-family="serif" fill="#222">${Array.from({ length: 11 }, word).join(' ')}</text>`);
    await put(sharp(svg(620, 877, `<rect width="620" height="877" fill="#fdfcf8"/>${lines.join('')}`)).jpeg({ quality: 90 }), `page-${page}.jpg`, 'page of text', `page ${page}`);
  }
  for (let form = 0; form < 20; form++) {
    const fields = ['Name', 'Address', 'Date', 'Amount', 'Account', 'Signature', 'Remarks'].map((label, at) =>
      `<rect x="50" y="${110 + 95 * at}" width="520" height="70" fill="none" stroke="#000"/><text x="60" y="${130 + 95 * at}" font-size="14" font-family="sans-serif">${label}</text><text x="80" y="${162 + 95 * at}" font-size="18" font-family="serif">${word()} ${word()} ${Math.floor(next() * 9999)}</text>`);
    await put(sharp(svg(620, 877, `<rect width="620" height="877" fill="#fff"/><text x="180" y="70" font-size="26" font-family="sans-serif">INVOICE</text>${fields.join('')}`)).jpeg({ quality: 90 }), `form-${form}.jpg`, 'form', `form ${form}`);
  }
  for (let shot = 0; shot < 20; shot++) {
    const [level, top, blue] = [3 + 6 * next(), 90 + 40 * next(), 200 + 30 * next()];
    const raw = { raw: { width: 400, height: 300, channels: 3 } } as const;
    const dark = Uint8Array.from({ length: 400 * 300 * 3 }, () => Math.max(0, level + (next() + next() - 1) * 4));
    const sky = Uint8Array.from({ length: 400 * 300 * 3 }, (_, i) => (i % 3 === 2 ? blue : top + 0.3 * Math.floor(i / 1200)) + (next() - 0.5) * 4);
    await put(sharp(Buffer.from(dark), raw).jpeg({ quality: 90 }), `dark-${shot}.jpg`, 'dark frame', `dark ${shot}`);
    await put(sharp(Buffer.from(sky), raw).jpeg({ quality: 90 }), `sky-${shot}.jpg`, 'sky', `sky ${shot}`);
  }
}

/** Screens of one app, light and dark: the same bars and text around other photos. */
async function makeScreens(put: (image: Sharp, name: string, kind: string, family: string) => Promise<void>, originals: readonly string[], next: Next): Promise<void> {
  const [width, height] = [540, 1050];
  const lines = Array.from({ length: 20 }, () => Array.from({ length: 7 }, () => WORDS[Math.floor(next() * WORDS.length)]!).join(' '));
  for (const [at, path] of originals.slice(0, 40).entries()) {
    const dark = at % 2 === 1;
    const rows = Math.round(height * 0.22);
    const photo = await sharp(await readFile(path)).rotate().resize(width - 40, rows, { fit: 'cover' }).toBuffer();
    const text = lines.map((line, row) => {
      const y = 125 + 34 * row;
      return `<text x="30" y="${y < 300 ? y : y + rows + 30}" font-size="21" font-family="sans-serif" fill="${dark ? '#eee' : '#222'}">${line}</text>`;
    });
    const app = svg(width, height, `<rect width="${width}" height="${height}" fill="${dark ? '#111' : '#fff'}"/>${text.join('')}<rect width="${width}" height="80" fill="#2a6"/><rect y="${height - 70}" width="${width}" height="70" fill="#2a6"/>`);
    await put(sharp(app).composite([{ input: photo, left: 20, top: 310 }]).png(), `app-${at}.png`, 'screen of an app', `app ${at}`);
  }
}
