// The colours of a map's photos by what the user chose, and the words for them.

import type { MapFacts } from '../../src-shared/mapping/map.ts';
import { titleOf } from '../groups/title.ts';
import { messages, t } from '../messages/messages.svelte.ts';
import type { OpenLibrary } from '../state/open-library.svelte.ts';
import { nameOf } from '../state/shown-path.ts';
import { byAmount, byDegree, byKind, type Coloured, type Colouring, type Entry } from './colouring.ts';
import type { Theme } from './palette.ts';

export interface Painted extends Coloured {
  readonly nameOf: (entry: Entry) => string;
  readonly ends: readonly [string, string] | null;
  /** What the colour of a row means. */
  readonly about: (row: number) => string;
}

export interface Paint {
  readonly ids: Uint32Array;
  readonly by: Colouring;
  readonly theme: Theme;
  readonly library: Pick<OpenLibrary, 'groups' | 'photos' | 'marks' | 'showing'>;
  readonly facts: MapFacts | null;
  /** Of each row; left out where it is not known. */
  readonly certainty?: Float32Array;
}

const most = 5;

export function paint({ ids, by, theme, library, facts, certainty }: Paint): Painted {
  const { groups: { table }, photos, marks } = library;
  const group = (id: number): number => table.placeOfPhoto(id as never); // ids of photos
  const groupName = (place: number): string => (place < 0 ? t('map.single') : (titleOf(table, place, library).text ?? t('groups.unnamed')));
  const kinds = (of: (id: number) => number, name: (value: number) => string, none: string): Painted => {
    const values = Int32Array.from(ids, of);
    return { ...byKind(values, theme), ends: null, nameOf: ({ value }) => (value === null ? none : name(value)), about: (row) => (values[row]! < 0 ? none : name(values[row]!)) };
  };
  if (by === 'group') return kinds(group, groupName, t('map.legend.others'));
  if (by === 'folder' || by === 'camera') {
    const rows = factRows(facts);
    const [column, names] = by === 'folder' ? [facts?.folder, facts?.folders] : [facts?.camera, facts?.cameras];
    const valueOf = (id: number): number => {
      const value = column?.[rows[id] ?? -1] ?? -1;
      return names?.[value] ? value : -1;
    };
    return kinds(valueOf, (value) => (by === 'folder' ? nameOf(names![value]!) : names![value]!), by === 'camera' ? t('map.legend.noCamera') : t('map.legend.others'));
  }
  if (by === 'stars') {
    const values = Int32Array.from(ids, (id) => marks.of(id).stars);
    const name = (value: number): string => t('marks.stars', { count: value });
    return { ...byDegree(values, most, theme), ends: null, nameOf: ({ value }) => name(value ?? 0), about: (row) => name(values[row]!) };
  }
  if (by === 'certainty') {
    const values = Float64Array.from(ids, (_, row) => certainty?.[row] ?? NaN);
    return { ...byAmount(values, theme), ends: [t('map.unsure'), t('map.sure')], nameOf: () => t('map.legend.unknown'), about: (row) => groupName(group(ids[row]!)) };
  }
  const values = Float64Array.from(ids, (id) => photos.takenAt(id));
  const dates = byAmount(values, theme);
  const day = (time: number): string => messages.date(time, { dateStyle: 'medium' });
  return { ...dates, ends: dates.range && [day(dates.range.least), day(dates.range.most)], nameOf: () => t('map.undated'), about: (row) => groupName(group(ids[row]!)) };
}

const kept = new WeakMap<MapFacts, Int32Array>();

/** Row of each photo id. */
export function factRows(facts: MapFacts | null): Int32Array {
  if (!facts) return new Int32Array();
  let rows = kept.get(facts);
  if (!rows) {
    rows = new Int32Array((facts.ids.at(-1) ?? 0) + 1).fill(-1); // in order of id
    for (let row = 0; row < facts.ids.length; row++) rows[facts.ids[row]!] = row;
    kept.set(facts, rows);
  }
  return rows;
}
