// Lists of photos for other programs, as data: what one says of each photo, and the text forms of it. Files are written elsewhere.
import type { Flag, Label, Stars } from '../marks/mark.ts';
import type { PhotoId } from '../ids.ts';

/** `paths`: one absolute path a line; `paths-nul`: each ended by NUL, for `xargs -0`; `html` and `pdf`: a contact sheet. */
export const LIST_FORMS = ['csv', 'json', 'paths', 'paths-nul', 'html', 'pdf'] as const;
export type ListForm = (typeof LIST_FORMS)[number];

/** The ending of a list's file, without the dot. */
export const LIST_ENDINGS: Readonly<Record<ListForm, string>> = { csv: 'csv', json: 'json', paths: 'txt', 'paths-nul': 'txt', html: 'html', pdf: 'pdf' };

/** A photo to list, with the group or album that it is listed under. */
export interface ListedChoice {
  readonly photo: PhotoId;
  readonly group?: string;
  readonly album?: string;
}

export interface ListRequest {
  readonly form: ListForm;
  /** In the order of the list; photos of one group follow each other. */
  readonly chosen: readonly ListedChoice[];
  /** An existing folder (absolute), and the name of the file in it; its ending is added where it is missing. */
  readonly folder: string;
  readonly name: string;
  /** Whether a file that is there may be replaced. */
  readonly replace: boolean;
  /** The heading of a contact sheet. */
  readonly title: string;
  /** BCP 47 tag of the language that dates of a contact sheet are written in. */
  readonly locale: string;
}

/** `exists`: nothing was written, because a file is there. */
export interface ListOutcome {
  readonly status: 'written' | 'exists';
  readonly path: string;
  /** Photos in the list, and those left out because none of their files is there. */
  readonly photos: number;
  readonly missing: number;
}

/** What a list says of a photo; `null` where it is not known. */
export interface ListedPhoto {
  /** Absolute: the first of its files. */
  readonly path: string;
  readonly name: string;
  readonly group: string | null;
  readonly album: string | null;
  /** In the camera's local time: `2024-05-01T10:15:30`. */
  readonly taken: string | null;
  readonly width: number;
  readonly height: number;
  readonly format: string;
  readonly bytes: number;
  readonly camera: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly flag: Flag | null;
  readonly stars: Stars;
  readonly label: Label | null;
  readonly favourite: boolean;
  /** Of the file's content, lower-case hex. */
  readonly sha256: string;
}

/** The columns of a CSV file, in their order. */
export const COLUMNS = [
  'path', 'name', 'group', 'album', 'taken', 'width', 'height', 'format', 'bytes', 'camera', 'latitude', 'longitude', 'flag', 'stars', 'label', 'favourite', 'sha256'
] as const satisfies readonly (keyof ListedPhoto)[];

/** RFC 4180 with a byte order mark, without which Excel takes UTF-8 for the system's own encoding. */
export function toCsv(photos: readonly ListedPhoto[]): string {
  const rows = [COLUMNS.map((column) => quoted(column)), ...photos.map((photo) => COLUMNS.map((column) => quoted(photo[column])))];
  return `\uFEFF${rows.map((cells) => `${cells.join(',')}\r\n`).join('')}`;
}

/** A cell. Text that a spreadsheet would run as a formula gets an apostrophe, which spreadsheets do not show. */
function quoted(value: string | number | boolean | null): string {
  if (value === null) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function toJson(photos: readonly ListedPhoto[]): string {
  return `${JSON.stringify({ photos }, null, 1)}\n`;
}

/** @throws {RangeError} if a path contains what separates them */
export function toPaths(photos: readonly Pick<ListedPhoto, 'path'>[], end: '\n' | '\0'): string {
  const broken = photos.find(({ path }) => path.includes(end));
  if (broken) throw new RangeError(`expected paths without line breaks, got ${JSON.stringify(broken.path)}: choose the list with NUL between paths`);
  return photos.map(({ path }) => path + end).join('');
}
