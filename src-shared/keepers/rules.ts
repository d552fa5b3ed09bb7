// Which of several files of one picture or shot to keep: rules that the user puts in order. Each rates a file by a number; more is better.
import type { Difference } from '../learning/copies/likeness.ts';

/** A file that could be kept. */
export interface KeeperFile {
  /** Absolute folder of the library, and the path below it, `/`-separated. */
  readonly folder: string;
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  /** As the decoder names it: `jpeg`, `png`, `heif` … */
  readonly format: string;
  /** How many raw files of the same shot go with it; left out: none. */
  readonly raws?: number;
  /** Milliseconds since 1970. */
  readonly takenAt: number | null;
  readonly modifiedAt: number;
  readonly camera: string | null;
  readonly hasPlace: boolean;
  /** Measured on the thumbnail (learning/copies/quality); `null` where nothing was compared. */
  readonly sharpness: number | null;
  readonly clipped: number | null;
  /** How its picture differs from others of the set. */
  readonly differences: readonly Difference[];
}

export const KEEPER_RULES = ['folder', 'pixels', 'original', 'metadata', 'sharpness', 'exposure', 'format', 'bytes', 'edited', 'earlier', 'later'] as const;
export type KeeperRule = (typeof KEEPER_RULES)[number];

export interface KeeperOrder {
  /** Rules in use, most important first; the first `fixed` of them hold whatever was learned. */
  readonly rules: readonly KeeperRule[];
  readonly fixed: number;
  /** Absolute folders, the preferred first. */
  readonly folders: readonly string[];
}

export const USUAL_ORDER: KeeperOrder = { rules: ['folder', 'pixels', 'original', 'metadata', 'sharpness', 'exposure', 'format', 'bytes', 'earlier'], fixed: 1, folders: [] };

/** Differences smaller than this are none, in the unit of the rating. */
const MARGINS: Readonly<Record<KeeperRule, number>> = {
  folder: 0.5, pixels: 0.03, original: 0.5, edited: 0.5, metadata: 0.5, sharpness: 0.15, exposure: 0.02, format: 0.5, bytes: 0.02, earlier: 1, later: 1
};

/** Of formats: what the camera saw, then what keeps every pixel, then what loses less. */
const FORMATS: Readonly<Record<string, number>> = { raw: 5, dng: 5, tiff: 4, png: 3, jxl: 3, heif: 3, heic: 3, avif: 3, jpeg: 2, webp: 1, gif: 0, bmp: 0 };

/** Share of a picture that lies within a border, roughly: a border is no reason to keep it. */
const WITHIN_BORDER = 0.3;

/** Traces of programs and copies in names: "IMG_1 (2)", "IMG_E0001", "photo-edited", "Kopie von". */
const COPY_NAME = /\(\d+\)|[ _-](copy|kopie|copie|copia|사본|edit(ed)?|bearbeitet|small|resized|web)\b|^IMG_E\d|^(copy of|kopie von)\b|^(screenshot|screen shot)|스크린샷/i;
/** Of edits only those that say which of two photos is the edited one. */
const EDITS: ReadonlySet<Difference> = new Set<Difference>(['bordered', 'cropped', 'grey', 'marked']);

/** How a rule rates a file; only differences between files of one set mean anything. */
export function rate(rule: KeeperRule, file: KeeperFile, { folders }: Pick<KeeperOrder, 'folders'>): number {
  switch (rule) {
    case 'folder': return folders.length - placeOf(file, folders);
    case 'pixels': return Math.log(file.width * file.height * (file.differences.includes('bordered') ? WITHIN_BORDER : 1));
    case 'original': return -tracesOf(file);
    case 'edited': return tracesOf(file);
    case 'metadata': return Number(file.takenAt !== null) + Number(file.camera !== null) + Number(file.hasPlace);
    case 'sharpness': return file.sharpness === null ? 0 : Math.log(Math.max(1e-3, file.sharpness));
    case 'exposure': return -(file.clipped ?? 0);
    case 'format': return hasRaw(file) ? FORMATS['raw']! : (FORMATS[file.format] ?? 1); // it is in the table
    case 'bytes': return Math.log(Math.max(1, file.bytes));
    case 'earlier': return -(file.takenAt ?? file.modifiedAt);
    case 'later': return file.takenAt ?? file.modifiedAt;
  }
}

/** Whether it is a raw file, or has one beside it: its copies would have to do without. */
export function hasRaw({ raws = 0, format }: KeeperFile): boolean {
  return raws > 0 || format === 'raw' || format === 'dng';
}

/** By how much the first is better by a rule, in margins: within −1 … 1 there is no difference. */
export function compareBy(rule: KeeperRule, first: KeeperFile, second: KeeperFile, order: Pick<KeeperOrder, 'folders'>): number {
  return (rate(rule, first, order) - rate(rule, second, order)) / MARGINS[rule];
}

function placeOf({ folder, path }: KeeperFile, folders: readonly string[]): number {
  const whole = `${folder}/${path}`;
  const at = folders.findIndex((preferred) => whole.startsWith(preferred.endsWith('/') ? preferred : `${preferred}/`));
  return at < 0 ? folders.length : at;
}

function tracesOf({ path, differences }: KeeperFile): number {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return Number(COPY_NAME.test(name)) + differences.filter((difference) => EDITS.has(difference)).length;
}
