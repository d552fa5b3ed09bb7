// Conditions of a filter in words, for chips and for the names of albums.

import { asksForMarks } from '../../src-shared/marks/wish.ts';
import type { Condition, DateRange, Filter, Part, Range } from '../../src-shared/finding/filter.ts';
import { messages, t } from '../messages/messages.svelte.ts';
import { marksInWords } from './marks-words.ts';

const DAY_MS = 86_400_000;
/** Of things to choose from, named in one chip. */
const MOST_NAMED = 2;

/** @param albumName the name of an album by its id */
export function partInWords(part: Part, albumName: (id: number) => string | undefined): string {
  if (part.kind === 'fact') return t(part.not ? `find.fact.not.${part.fact}` : `find.fact.${part.fact}`);
  const words = conditionInWords(part, albumName);
  return part.not ? t('find.not', { words }) : words;
}

export function filterInWords({ parts }: Filter, albumName: (id: number) => string | undefined): string {
  return parts.map((part) => partInWords(part, albumName)).filter((words) => words !== '').join(', ');
}

function conditionInWords(part: Exclude<Condition, { kind: 'fact' }>, albumName: (id: number) => string | undefined): string {
  switch (part.kind) {
    case 'date': return some(part.ranges.map(datesInWords));
    case 'months': return some(part.months.map((month) => messages.date(Date.UTC(2000, month - 1), { month: 'long' })));
    case 'folder': return some(part.folders.map(({ folder, path }) => (path === '' ? folder : path).split(/[/\\]/).at(-1) ?? ''));
    case 'text': return part.field === null ? part.text : t('find.in', { field: t(`find.field.${part.field}`), text: part.text });
    case 'camera': return some(part.cameras);
    case 'optics': return some(part.optics);
    case 'format': return some(part.formats.map((format) => format.toUpperCase()));
    case 'shape': return some(part.shapes.map((shape) => t(`find.shape.${shape}`)));
    case 'measure': return rangeInWords(part.range, (value) => measureInWords(part.measure, value), part.measure);
    case 'box': return t('find.box');
    case 'town': return some(part.towns.map((key) => key.split(',')[0] ?? key));
    case 'marks': return asksForMarks(part.wish) ? marksInWords(part.wish) : '';
    case 'album': return some(part.albums.map((id) => albumName(id) ?? t('albums.gone')));
  }
}

/** "August 2019", "2019", "3 Aug 2019", or from one day to another. */
function datesInWords({ from, to }: DateRange): string {
  if (from === null && to === null) return t('find.fact.dated');
  if (from === null) return t('find.until', { date: day(to! - DAY_MS) });
  if (to === null) return t('find.from', { date: day(from) });
  const [first, last] = [new Date(from), new Date(to)];
  const isMonths = first.getUTCDate() === 1 && last.getUTCDate() === 1 && from % DAY_MS === 0;
  const months = (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth();
  if (isMonths && months === 1) return messages.date(from, { month: 'long', year: 'numeric' });
  if (isMonths && months === 12 && first.getUTCMonth() === 0) return messages.date(from, { year: 'numeric' });
  return messages.days(from, to - DAY_MS);
}

const day = (at: number): string => messages.date(at, { dateStyle: 'medium' });

function measureInWords(measure: Extract<Condition, { kind: 'measure' }>['measure'], value: number): string {
  switch (measure) {
    case 'megapixels': return t('find.megapixels', { value });
    case 'bytes': return messages.bytes(value);
    case 'certainty': return messages.number(value, { style: 'percent' });
    case 'width': case 'height': return t('find.pixels', { value });
    case 'group': return messages.number(value);
  }
}

function rangeInWords({ least, most }: Range, words: (value: number) => string, measure: Extract<Condition, { kind: 'measure' }>['measure']): string {
  if (measure === 'group' && most === 1) return t('find.group.alone');
  const range = least !== null && most !== null ? (least === most ? words(least) : `${words(least)} – ${words(most)}`) : least !== null ? `≥ ${words(least)}` : most !== null ? `≤ ${words(most)}` : '';
  return measure === 'megapixels' || measure === 'bytes' ? range : t(`find.measure.${measure}`, { range });
}

function some(names: readonly string[]): string {
  return names.length <= MOST_NAMED + 1 ? names.join(' / ') : t('find.more', { names: names.slice(0, MOST_NAMED).join(' / '), count: names.length - MOST_NAMED });
}
