// Dates as people type them, in English and Korean: "aug 2019", "2019-08", "8월 2019", "2019년 8월 3일", "summer 2020", "2018..2020". What
// photos know of time is the camera's local time as if it were UTC, and so are these ranges.
import type { DateRange } from './filter.ts';

const NAMES = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const MONTHS: Readonly<Record<string, number>> = { ...Object.fromEntries(NAMES.flatMap((name, month): [string, number][] => [[name, month], [name.slice(0, 3), month]])), sept: 8 };
/** The first month of each, three long; winter goes on into the next year. */
const SEASONS: Readonly<Record<string, number>> = { spring: 2, summer: 5, autumn: 8, fall: 8, winter: 11, '봄': 2, '여름': 5, '가을': 8, '겨울': 11 };
const [EARLIEST, LATEST] = [1826, 2199];

/** What some words in a row say, and how many of them. */
export interface DateWords {
  readonly said: { readonly range: DateRange } | { readonly months: readonly number[] };
  readonly words: number;
}

/** Part of a date: what one word gives. */
interface Piece {
  readonly year?: number;
  /** From 0. */
  readonly month?: number;
  readonly day?: number;
  readonly season?: number;
}

/** Reads as many of the words as make up one date, from the first on; `null` if they do not start with one. Words are folded. */
export function readDate(words: readonly string[]): DateWords | null {
  const [first = ''] = words;
  const range = readRange(first);
  let piece: Piece = {};
  let best: DateWords | null = range && { said: { range }, words: 1 };
  for (let at = 0; at < Math.min(4, words.length); at++) {
    const next = readPiece(words[at]!, piece);
    if (next === null || Object.keys(next).some((key) => key in piece)) break;
    piece = { ...piece, ...next };
    const said = sayPiece(piece, words[0]!);
    if (said) best = { said, words: at + 1 };
  }
  return best;
}

/** A whole year, month or day; `null` where there is no such day. @param month from 0 */
export function rangeOf(year: number, month?: number, day?: number): DateRange | null {
  if (!(year >= EARLIEST && year <= LATEST)) return null;
  if (month === undefined) return { from: Date.UTC(year, 0), to: Date.UTC(year + 1, 0) };
  if (!(month >= 0 && month < 12)) return null;
  if (day === undefined) return { from: Date.UTC(year, month), to: Date.UTC(year, month + 1) };
  const from = Date.UTC(year, month, day);
  return new Date(from).getUTCMonth() === month && day >= 1 ? { from, to: Date.UTC(year, month, day + 1) } : null;
}

/** A date in digits, or two of them: "2019-08..2020", "2018-2020", "2019-08-01~". */
function readRange(word: string): DateRange | null {
  const years = /^(\d{4})[-–](\d{4})$/.exec(word);
  const [from, to, ...more] = years ? years.slice(1) : word.split(/\.\.+|~/);
  if (from === undefined || more.length > 0) return null;
  const first = readDigits(from);
  if (to === undefined) return first;
  const last = readDigits(to);
  if ((from !== '' && !first) || (to !== '' && !last) || (from === '' && to === '')) return null;
  return { from: first?.from ?? null, to: last?.to ?? null };
}

function readDigits(word: string): DateRange | null {
  const parts = /^(\d{4})(?:([-./])(\d{1,2})(?:\2(\d{1,2}))?\.?)?$/.exec(word) ?? /^(\d{4})년(?:()(\d{1,2})월(?:(\d{1,2})일)?)?$/.exec(word);
  if (!parts) return null;
  const [year, month, day] = [parts[1], parts[3], parts[4]].map((part) => (part === undefined ? undefined : Number(part)));
  return rangeOf(year!, month === undefined ? undefined : month - 1, day); // the first is always there
}

function readPiece(word: string, before: Piece): Piece | null {
  const plain = word.replace(/[,.]$/, '');
  const year = /^(\d{4})년?$/.exec(plain);
  if (year) return Number(year[1]) >= EARLIEST && Number(year[1]) <= LATEST ? { year: Number(year[1]) } : null;
  if (Object.hasOwn(MONTHS, plain)) return { month: MONTHS[plain]! };
  if (Object.hasOwn(SEASONS, plain)) return { season: SEASONS[plain]! };
  const month = /^(\d{1,2})월$/.exec(plain);
  if (month) return Number(month[1]) >= 1 && Number(month[1]) <= 12 ? { month: Number(month[1]) - 1 } : null;
  const day = /^(\d{1,2})(?:일|st|nd|rd|th)?$/.exec(plain);
  // a number alone is no date
  if (day && Number(day[1]) >= 1 && Number(day[1]) <= 31 && (before.month !== undefined || before.year === undefined)) return { day: Number(day[1]) };
  return null;
}

function sayPiece({ year, month, day, season }: Piece, first: string): DateWords['said'] | null {
  if (year !== undefined && season !== undefined) return month === undefined && day === undefined ? { range: { from: Date.UTC(year, season), to: Date.UTC(year, season + 3) } } : null;
  if (season !== undefined) return null; // "summer" alone is more often a word
  if (year !== undefined && (day === undefined || month !== undefined)) {
    const range = rangeOf(year, month, day);
    return range && { range };
  }
  // of any year, where it cannot be anything else: "may" and "mar" can
  const whole = month !== undefined && day === undefined && (/월$/.test(first) || (first.length > 3 && first !== 'march'));
  return whole && year === undefined ? { months: [month + 1] } : null;
}
