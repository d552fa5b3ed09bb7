// What a user types, as conditions: "kitchen dec 2021 iphone -screenshots >5mp". Whatever is no condition is a word to look for. English and
// Korean at once, whatever the language of the screen.
import type { AlbumId } from '../ids.ts';
import { readDate } from './dates.ts';
import { type Condition, folded, LONGEST_TEXT, MOST_PARTS, negated, type Part } from './filter.ts';
import { readMarksWords } from './mark-words.ts';
import { readFactWord, readField, readFormats, readMeasure, readShape } from './words.ts';

/** What there is in the library. */
export interface Known {
  readonly cameras: readonly string[];
  readonly formats: readonly string[];
  readonly albums: readonly { readonly id: AlbumId; readonly name: string }[];
}

export const NOTHING_KNOWN: Known = { cameras: [], formats: [], albums: [] };

/** One thing that was typed. */
interface Token {
  readonly text: string;
  /** In quotes: nothing but text. */
  readonly quoted: boolean;
  readonly not: boolean;
}

/** Far more than a line of a search box shows; the rest is left out. */
const LONGEST_QUERY = 2000;
/** Fewer letters of a camera's name may mean anything. */
const LEAST_CAMERA = 3;

/** The conditions in the order they were typed, each once; each word to look for is one of them. Never throws, whatever is typed. */
export function parseQuery(text: string, known: Known = NOTHING_KNOWN): readonly Part[] {
  const tokens = tokensOf(text.slice(0, LONGEST_QUERY));
  const parts: Part[] = [];
  const said = new Set<string>();
  for (let at = 0; at < tokens.length && parts.length < MOST_PARTS; ) {
    const read = readOne(tokens.slice(at, at + 5), known);
    const part: Part | null = read.condition && (tokens[at]!.not ? negated(read.condition) : read.condition);
    const key = JSON.stringify(part);
    if (part && !said.has(key)) parts.push(part);
    said.add(key);
    at += read.tokens;
  }
  return parts;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  // "2019년8월" is two words
  for (const [, dash, field = '', quoted, plain = ''] of text.replaceAll(/(\d[년월])(?=\d)/g, '$1 ').matchAll(/(-(?=[^\s-]))?(?:([^\s":：]+[:：])?"([^"]*)"?|(\S+))/g)) {
    const words = quoted === undefined ? plain : `${field}${quoted}`;
    if (words.trim() !== '') tokens.push({ text: words, quoted: quoted !== undefined && field === '', not: dash !== undefined });
  }
  return tokens;
}

/** The condition at the first of the tokens, and how many it takes. */
function readOne(tokens: readonly Token[], known: Known): { readonly condition: Condition | null; readonly tokens: number } {
  const [first] = tokens as [Token];
  const text = (words: string): Condition => ({ kind: 'text', text: words.slice(0, LONGEST_TEXT), field: null });
  if (first.quoted) return { condition: text(first.text), tokens: 1 };
  const plain = tokens.findIndex(({ quoted, not }, at) => quoted || (at > 0 && not));
  const words = tokens.slice(0, plain < 0 ? undefined : plain).map((token) => folded(token.text));
  const date = readDate(words);
  if (date) return { condition: 'range' in date.said ? { kind: 'date', ranges: [date.said.range] } : { kind: 'months', months: date.said.months }, tokens: date.words };
  const marks = readMarksWords(words);
  if (marks) return { condition: { kind: 'marks', wish: marks.wish }, tokens: marks.words };
  const [word = ''] = words;
  const field = readField(word, first.text);
  if (field) return { condition: field.text === '' ? null : { kind: 'text', text: field.text.slice(0, LONGEST_TEXT), field: field.field }, tokens: 1 };
  const two = readFactWord(words.slice(0, 2).join(' '));
  if (words.length > 1 && two) return { condition: two, tokens: 2 };
  return { condition: readFactWord(word) ?? readMeasure(word) ?? readShape(word) ?? readFormats(word, known.formats) ?? cameraOf(word, known) ?? albumOf(word, known) ?? text(first.text), tokens: 1 };
}

/** A word that starts one of the words of cameras' names. */
function cameraOf(word: string, { cameras }: Known): Condition | null {
  if (word.length < LEAST_CAMERA) return null;
  const named = cameras.filter((camera) => folded(camera).split(/[\s_-]+/).some((part) => part.startsWith(word)));
  return named.length > 0 ? { kind: 'camera', cameras: named } : null;
}

function albumOf(word: string, { albums }: Known): Condition | null {
  const named = albums.filter(({ name }) => folded(name) === word).map(({ id }) => id);
  return named.length > 0 ? { kind: 'album', albums: named } : null;
}
