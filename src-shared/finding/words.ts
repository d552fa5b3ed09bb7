// The words of single conditions as they are typed, in English and Korean: sizes, shapes, formats, fields. Words are folded.
import type { Condition, Measure, Shape, TextField } from './filter.ts';

const SHAPE_WORDS: Readonly<Record<string, Shape>> = {
  landscape: 'landscape', horizontal: 'landscape', portrait: 'portrait', vertical: 'portrait', square: 'square', panorama: 'panorama', panoramas: 'panorama',
  '가로': 'landscape', '세로': 'portrait', '정사각형': 'square', '파노라마': 'panorama'
};

export function readShape(word: string): Condition | null {
  return Object.hasOwn(SHAPE_WORDS, word) ? { kind: 'shape', shapes: [SHAPE_WORDS[word]!] } : null;
}

/** What formats are also called. */
const FORMAT_NAMES: Readonly<Record<string, readonly string[]>> = { jpg: ['jpeg'], jpe: ['jpeg'], tif: ['tiff'], heif: ['heic', 'heif'], heics: ['heic'] };
const FORMATS = ['jpeg', 'png', 'heic', 'heif', 'webp', 'gif', 'tiff', 'bmp', 'avif', 'raw'] as const;

/** One format or several, "png/heic"; @param known those of the library, of which new ones may come */
export function readFormats(word: string, known: readonly string[]): Condition | null {
  const names = word.split('/').map((name) => name.replace(/^\./, ''));
  if (names.length > FORMATS.length) return null;
  const formats = names.flatMap((name) => FORMAT_NAMES[name] ?? ([...FORMATS, ...known].includes(name) ? [name] : []));
  return formats.length > 0 && names.every((name) => FORMAT_NAMES[name] !== undefined || [...FORMATS, ...known].includes(name)) ? { kind: 'format', formats: [...new Set(formats)] } : null;
}

const UNITS: Readonly<Record<string, readonly [Measure, number]>> = {
  mp: ['megapixels', 1], megapixel: ['megapixels', 1], megapixels: ['megapixels', 1], '메가픽셀': ['megapixels', 1], '만화소': ['megapixels', 0.01],
  kb: ['bytes', 1e3], mb: ['bytes', 1e6], gb: ['bytes', 1e9], px: ['width', 1], w: ['width', 1], h: ['height', 1]
};

const MEASURE_NAMES: Readonly<Record<string, Measure>> = { width: 'width', height: 'height', group: 'group', certainty: 'certainty', '너비': 'width', '높이': 'height', '묶음': 'group', '확신': 'certainty' };

/** ">5mp", "<=2mb", "5mp+", "3-8mp", ">4000px", "width>2000". */
export function readMeasure(word: string): Condition | null {
  const parts = /^(?:(width|height|group|certainty|너비|높이|묶음|확신)[:=]?)?(>=?|<=?|=)?(\d{1,9}(?:\.\d{1,6})?)(?:(-|–|\.\.)(\d{1,9}(?:\.\d{1,6})?))?([^\d\s+]{0,12})(\+)?$/.exec(word);
  if (!parts) return null;
  const [, name, sign, first, dash, last, unit = '', plus] = parts;
  const named = name === undefined ? undefined : MEASURE_NAMES[name];
  const isShare = unit === '%' || (named === 'certainty' && Number(first) > 1);
  const [measure, factor] = named ? [named, isShare ? 0.01 : 1] as const : (Object.hasOwn(UNITS, unit) ? UNITS[unit]! : [null, 1] as const);
  if (measure === null || (sign === undefined && dash === undefined && plus === undefined && named === undefined)) return null;
  const value = Number(first) * factor;
  if (dash !== undefined) return { kind: 'measure', measure, range: { least: Math.min(value, Number(last) * factor), most: Math.max(value, Number(last) * factor) } };
  if (sign?.startsWith('<')) return { kind: 'measure', measure, range: { least: null, most: value } };
  return { kind: 'measure', measure, range: { least: value, most: sign?.startsWith('>') || plus ? null : value } };
}

const FIELD_WORDS: Readonly<Record<string, TextField>> = {
  folder: 'folder', in: 'folder', name: 'name', file: 'name', camera: 'camera', optics: 'optics', lens: 'optics', town: 'town', place: 'town', city: 'town', near: 'town', album: 'album', group: 'group',
  '폴더': 'folder', '이름': 'name', '파일': 'name', '카메라': 'camera', '렌즈': 'optics', '장소': 'town', '도시': 'town', '앨범': 'album', '묶음': 'group', '그룹': 'group'
};

/** "folder:kitchen"; @param typed the word as it was typed */
export function readField(word: string, typed: string): { readonly field: TextField; readonly text: string } | null {
  const colon = /[:：]/.exec(word)?.index ?? -1;
  const name = colon > 0 ? word.slice(0, colon) : '';
  return Object.hasOwn(FIELD_WORDS, name) ? { field: FIELD_WORDS[name]!, text: typed.slice(typed.search(/[:：]/) + 1).trim() } : null;
}

const FACT_WORDS: Readonly<Record<string, Condition & { readonly not?: true }>> = {
  undated: { kind: 'fact', fact: 'dated', not: true }, 'no date': { kind: 'fact', fact: 'dated', not: true }, '날짜 없음': { kind: 'fact', fact: 'dated', not: true }, 'has:date': { kind: 'fact', fact: 'dated' },
  'no place': { kind: 'fact', fact: 'placed', not: true }, '장소 없음': { kind: 'fact', fact: 'placed', not: true }, 'has:place': { kind: 'fact', fact: 'placed' }, 'has:gps': { kind: 'fact', fact: 'placed' },
  judged: { kind: 'fact', fact: 'judged' }, unjudged: { kind: 'fact', fact: 'judged', not: true }, 'has:problem': { kind: 'fact', fact: 'problem' }, offline: { kind: 'fact', fact: 'problem' },
  'is:single': { kind: 'measure', measure: 'group', range: { least: null, most: 1 } }, 'is:grouped': { kind: 'measure', measure: 'group', range: { least: 2, most: null } }
};

export function readFactWord(word: string): Condition | null {
  return Object.hasOwn(FACT_WORDS, word) ? FACT_WORDS[word]! : null;
}
