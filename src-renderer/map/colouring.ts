// What colour each photo of a map has, and what the colours mean. Numbers and names only; the words are the legend's.

import { colourOf, plain, type Rgb, scaleOf, type Theme } from './palette.ts';

export const COLOURINGS = ['group', 'date', 'folder', 'camera', 'certainty', 'stars'] as const;
export type Colouring = (typeof COLOURINGS)[number];

/** One meaning of a colour. */
export interface Entry {
  readonly colour: Rgb;
  /** What it is: a place in a table, a number of stars; `null` for all others. */
  readonly value: number | null;
  /** Rows of the photos. */
  readonly rows: Uint32Array;
}

export interface Coloured {
  /** Red, green and blue of each row, 0 … 255. */
  readonly rgb: Uint8Array;
  /** Of colours that stand for a value each, the ones that most photos have first. */
  readonly entries: readonly Entry[];
  /** Of colours along a scale: its ends; `null` for the others, and where nothing is known. */
  readonly range: { readonly least: number; readonly most: number } | null;
}

/** Values that get colours of their own and a line of the legend. */
const SHOWN = 10;

/** By a value each: `values` per row, -1 for none. All have a colour; the `SHOWN` most frequent are entries. */
export function byKind(values: Int32Array, theme: Theme): Coloured {
  const counts = new Map<number, number>();
  for (const value of values) if (value >= 0) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ordered = [...counts].sort(([a, most], [b, others]) => others - most || a - b);
  const colours = new Map(ordered.map(([value], place) => [value, colourOf(place, theme)] as const));
  const shown = new Map(ordered.slice(0, SHOWN).map(([value], place) => [value, place] as const));
  return coloured(values, (value) => colours.get(value) ?? plain(theme), shown, theme);
}

/** By few values with an order, 0 … `most`, of which 0 is plain. */
export function byDegree(values: Int32Array, most: number, theme: Theme): Coloured {
  const present = new Set(values);
  const shown = new Map(Array.from({ length: most + 1 }, (_, at) => most - at).filter((value) => value > 0 && present.has(value)).map((value, place) => [value, place] as const));
  return coloured(values, (value) => (value > 0 ? scaleOf(value / most, theme) : plain(theme)), shown, theme);
}

function coloured(values: Int32Array, colour: (value: number) => Rgb, shown: ReadonlyMap<number, number>, theme: Theme): Coloured {
  const rgb = new Uint8Array(3 * values.length);
  const rows: number[][] = Array.from({ length: shown.size + 1 }, () => []);
  values.forEach((value, row) => {
    rgb.set(colour(value), 3 * row);
    rows[shown.get(value) ?? shown.size]!.push(row);
  });
  const entries: Entry[] = [...shown].map(([value, place]) => ({ value, colour: colour(value), rows: Uint32Array.from(rows[place]!) }));
  if (rows.at(-1)!.length > 0) entries.push({ value: null, colour: plain(theme), rows: Uint32Array.from(rows.at(-1)!) });
  return { rgb, entries, range: null };
}

/** Along a scale from the least value to the most; what has none is plain. */
export function byAmount(values: Float64Array, theme: Theme, given: { readonly least: number; readonly most: number } | null = null): Coloured {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (given) ({ least, most } = given);
  const rgb = new Uint8Array(3 * values.length);
  const none: number[] = [];
  values.forEach((value, row) => {
    if (Number.isNaN(value)) none.push(row);
    rgb.set(Number.isNaN(value) ? plain(theme) : scaleOf(most > least ? (value - least) / (most - least) : 0.5, theme), 3 * row);
  });
  return { rgb, entries: none.length > 0 ? [{ value: null, colour: plain(theme), rows: Uint32Array.from(none) }] : [], range: least <= most ? { least, most } : null };
}
