// Which photos meet a filter: each condition is looked up once, then every row is asked.
import { asksForAnything, type Condition, type Filter, folded, type Measure } from '../../../src-shared/finding/filter.ts';
import { wantsMark } from '../../../src-shared/marks/wish.ts';
import type { Live, Named } from './live.ts';
import type { PhotoIndex } from './photo-index.ts';

/** All there is to look at. */
export interface Looked {
  readonly index: PhotoIndex;
  readonly live: Live;
  /** By row; left out where it was not asked for: then nothing is known. */
  readonly certainty?: Float32Array;
}

/** The ids of rows. */
export function idsAt({ ids }: PhotoIndex, rows: Uint32Array): Uint32Array<ArrayBuffer> {
  const found = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) found[at] = ids[rows[at]!]!; // Uint32Array.from takes ten times as long
  return found;
}

type Test = (row: number) => boolean;

/** Wider than this is a panorama, as it is upright. */
const PANORAMA = 2;
/** Sides that differ less than by this are of a square. */
const SQUARE = 1.03;

/** Rows of the photos that meet the filter, in the order of the index; or those in which what was written covers most of a text, first. */
export function matchRows(looked: Looked, filter: Filter, { best = false } = {}): Uint32Array {
  const count = looked.index.ids.length;
  const tests = filter.parts.map((part): Test => {
    const test = testOf(looked, part);
    return part.not ? (row) => !test(row) : test;
  });
  const rows = new Uint32Array(count);
  let found = 0;
  for (let row = 0; row < count; row++) {
    let meets = true;
    for (let at = 0; meets && at < tests.length; at++) meets = tests[at]!(row);
    if (meets) rows[found++] = row;
  }
  const matching = rows.subarray(0, found);
  return best && asksForAnything(filter) ? byRelevance(looked, filter, matching) : matching;
}

function testOf(looked: Looked, condition: Condition): Test {
  const { index, live } = looked;
  switch (condition.kind) {
    case 'date': {
      const { takenAt } = index;
      const ranges = condition.ranges.map(({ from, to }) => [from ?? -Infinity, to ?? Infinity] as const);
      return (row) => ranges.some(([from, to]) => takenAt[row]! >= from && takenAt[row]! < to); // no range holds NaN
    }
    case 'months': return (row) => condition.months.includes(new Date(index.takenAt[row]!).getUTCMonth() + 1);
    case 'folder': {
      const inside = Uint8Array.from(index.folders, ({ folder, path }) => Number(condition.folders.some((wanted) => wanted.folder === folder && (wanted.path === '' || path === wanted.path || path.startsWith(`${wanted.path}/`)))));
      return anyOf(index.fileStarts, index.fileFolders, inside);
    }
    case 'text': return textTest(looked, condition.text, condition.field);
    case 'camera': {
      const wanted = Uint8Array.from(index.cameraNames, (name) => Number(name !== '' && condition.cameras.includes(name)));
      return (row) => wanted[index.cameras[row]!] === 1;
    }
    case 'optics': {
      const wanted = Uint8Array.from(index.opticsNames, (name) => Number(name !== '' && condition.optics.includes(name)));
      return (row) => wanted[index.optics[row]!] === 1;
    }
    case 'format': {
      const wanted = Uint8Array.from(index.formatNames, (name) => Number(condition.formats.includes(name)));
      return (row) => wanted[index.formats[row]!] === 1;
    }
    case 'shape': return (row) => condition.shapes.some((shape) => shapesOf(index.widths[row]!, index.heights[row]!)[shape]);
    case 'measure': {
      const of = measureOf(looked, condition.measure);
      const [least, most] = [condition.range.least ?? -Infinity, condition.range.most ?? Infinity];
      return (row) => of(row) >= least && of(row) <= most;
    }
    case 'box': {
      const { south, west, north, east } = condition.box;
      return (row) => {
        const [latitude, longitude] = [index.latitudes[row]!, index.longitudes[row]!];
        return latitude >= south && latitude <= north && (west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east);
      };
    }
    case 'town': {
      const wanted = Uint8Array.from(index.townList, (town) => Number(town !== null && condition.towns.includes(town.key)));
      const wantedParts = Uint8Array.from(index.townPartKeys, (key) => Number(key !== '' && condition.towns.includes(key)));
      return (row) => wanted[index.towns[row]!] === 1 || wantedParts[index.townParts[row]!] === 1;
    }
    case 'marks': return (row) => wantsMark(condition.wish, live.marks[row]!);
    case 'album': return inAny(looked, condition.albums.flatMap((album) => live.albums.get(album) ?? []));
    case 'fact': switch (condition.fact) {
      case 'dated': return (row) => !Number.isNaN(index.takenAt[row]!);
      case 'placed': return (row) => !Number.isNaN(index.latitudes[row]!);
      case 'judged': return (row) => live.judged[row] === 1;
      case 'problem': return (row) => index.problems[row] === 1;
    }
  }
}

function textTest(looked: Looked, text: string, field: string | null): Test {
  const { index, live } = looked;
  const wanted = folded(text);
  const written = anyOf(index.textStarts, index.texts, index.written.containing(text, field as Parameters<typeof index.written.containing>[1])); // a field
  const named = [...(field === null || field === 'album' ? live.albums.values() : []), ...(field === null || field === 'group' ? live.groupNames : [])].filter(({ name }) => name.includes(wanted));
  if (named.length === 0) return written;
  const inNamed = inAny(looked, named);
  return (row) => written(row) || inNamed(row);
}

/** Whether any of a row's entries is among the wanted. */
function anyOf(starts: Uint32Array, entries: Uint32Array, wanted: Uint8Array): Test {
  return (row) => {
    for (let at = starts[row]!, end = starts[row + 1]!; at < end; at++) if (wanted[entries[at]!] === 1) return true;
    return false;
  };
}

function inAny({ index }: Looked, sets: readonly Named[]): Test {
  const inside = new Uint8Array(index.ids.length);
  for (const { rows } of sets) for (const row of rows) inside[row] = 1;
  return (row) => inside[row] === 1;
}

function shapesOf(width: number, height: number): Readonly<Record<'landscape' | 'portrait' | 'square' | 'panorama', boolean>> {
  const [longer, shorter] = [Math.max(width, height), Math.min(width, height)];
  const square = longer > 0 && longer <= shorter * SQUARE;
  return { square, landscape: !square && width > height, portrait: !square && height > width, panorama: shorter > 0 && longer >= shorter * PANORAMA };
}

function measureOf({ index, live, certainty }: Looked, measure: Measure): (row: number) => number {
  switch (measure) {
    case 'megapixels': return (row) => index.widths[row]! * index.heights[row]! / 1e6;
    case 'bytes': return (row) => index.bytes[row]!;
    case 'width': return (row) => index.widths[row]!;
    case 'height': return (row) => index.heights[row]!;
    case 'group': return (row) => live.groupSizes[row]!;
    case 'certainty': return (row) => certainty?.[row] ?? NaN;
  }
}

/** How much of the best text of each photo the words cover, added up over the words; equal ones stay in their order. */
function byRelevance({ index }: Looked, filter: Filter, rows: Uint32Array): Uint32Array {
  const scores = new Float64Array(index.ids.length);
  for (const part of filter.parts) {
    if (part.kind !== 'text' || part.not) continue;
    const found = index.written.containing(part.text, part.field);
    for (const row of rows) {
      let most = 0;
      for (let at = index.textStarts[row]!; at < index.textStarts[row + 1]!; at++) if (found[index.texts[at]!] === 1) most = Math.max(most, part.text.length / Math.max(1, index.written.textOf(index.texts[at]!).length));
      scores[row]! += most;
    }
  }
  return rows.slice().sort((a, b) => scores[b]! - scores[a]! || a - b);
}
