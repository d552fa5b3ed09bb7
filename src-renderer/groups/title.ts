// A group's title: the user's name for it, else what most of its photos have in common: their album or folder, the nearest
// town, when they were taken.
// Never a span of years: what is not common to most of them is not said.

import type { TitleScheme } from '../../src-shared/finding/view.ts';
import { folded } from '../../src-shared/finding/filter.ts';
import { messages } from '../messages/messages.svelte.ts';
import type { PhotoFacts } from '../state/photo-facts.ts';
import type { Photos } from '../state/photos.ts';
import type { GroupTable } from '../../src-shared/desk/group-table.ts';

export interface GroupTitle {
  /** `null` if it has neither name nor anything in common. */
  readonly text: string | null;
  /** Given by the user. */
  readonly given: boolean;
}

/** What titles are made of: the open library has it. */
export interface Titled {
  readonly photos: Photos;
  readonly showing: { readonly facts: PhotoFacts | null; readonly titles: TitleScheme };
}

/** What so many of a group's photos share is said of the group. */
const MOST = 0.6;
/** Names that cameras and programs give to folders, or that are dates. */
const MEANINGLESS = /^(?:dcim|camera(?: roll)?|files?|images?|photos?|pictures?|unsorted|\d{3}[a-z_]{2,}\w*|\d{4}(?:[-_. ]?\d{1,2}){0,2}|\d{1,2}|사진|카메라)$/i;

export function titleOf(table: GroupTable, place: number, titled: Titled): GroupTitle {
  const name = table.nameAt(place);
  return name === null ? { text: madeTitle(table.photosAt(place), titled), given: false } : { text: name, given: true };
}

/** The days the photos were taken on; `null` if none has a date. */
export function daysOf(ids: Uint32Array, photos: Photos): string | null {
  const span = photos.span(ids);
  return span && messages.days(span.first, span.last);
}

function madeTitle(ids: Uint32Array, { photos, showing: { facts, titles } }: Titled): string | null {
  const when = (said?: string | null): string | null => whenOf(ids, photos, said ?? '');
  const album = (): string | null => (facts && mostOf(ids, (id) => facts.albumOf(id))) || null;
  const folder = (): string | null => facts && folderOf(ids, facts);
  const place = (): string | null => (facts && mostOf(ids, (id) => facts.townOf(id))) || null;
  switch (titles) {
    case 'all': {
      const name = album() ?? folder();
      return [place(), when(name)].reduce((said, part) => (part === null || saysAlready(said, part) ? said : said === null ? part : `${said} · ${part}`), name);
    }
    case 'folder': return folder() ?? when();
    case 'album': return album() ?? folder() ?? when();
    case 'date': return when() ?? folder();
    case 'place': return place() ?? folder() ?? when();
  }
}

/** Scripts without a space around every word: particles follow a Korean name, and a name in Han or kana may stand amid others. */
const [HANGUL, HAN_OR_KANA] = [/^\p{sc=Hangul}$/u, /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]$/u];
const SPACED = /^[\p{L}\p{M}\p{N}]$/u;

/** Whether the part is there as words of its own. */
function saysAlready(said: string | null, part: string): boolean {
  if (said === null) return false;
  const [text, words] = [folded(said), folded(part)];
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (endsBetween(text.slice(0, at), words, true) && endsBetween(words, text.slice(at + words.length), false)) return true;
  }
  return false;
}

/** Whether a word ends where one text follows the other: other scripts are other words. @param isStart of what is looked for, rather than its end */
function endsBetween(before: string, after: string, isStart: boolean): boolean {
  const [last = '', next = ''] = [Array.from(before.slice(-2)).at(-1), Array.from(after.slice(0, 2))[0]]; // whole characters
  if (HAN_OR_KANA.test(last) || HAN_OR_KANA.test(next)) return true;
  if (HANGUL.test(last) || HANGUL.test(next)) return !isStart || HANGUL.test(last) !== HANGUL.test(next);
  return !SPACED.test(last) || !SPACED.test(next);
}

/** One day, one month or one year. @param said what comes before it: a year in it is not repeated */
function whenOf(ids: Uint32Array, photos: Photos, said: string): string | null {
  const span = photos.span(ids);
  if (span === null) return null;
  const monthOf = (id: number): string => (Number.isNaN(photos.takenAt(id)) ? '' : new Date(photos.takenAt(id)).toISOString().slice(0, 7));
  const withYear = (month: string): { readonly year?: 'numeric' } => (new RegExp(`(?<!\\d)${month.slice(0, 4)}(?!\\d)`).test(said) ? {} : { year: 'numeric' });
  const day = 86_400_000;
  // one dated photo among many says nothing of the others
  if (Math.floor(span.first / day) === Math.floor(span.last / day)) {
    const of = mostOf(ids, monthOf);
    return of === '' ? null : withYear(of).year ? messages.days(span.first, span.last) : messages.date(span.first, { day: 'numeric', month: 'short' });
  }
  const month = mostOf(ids, monthOf);
  if (month !== '') return messages.date(Date.parse(month), { ...withYear(month), month: 'short' });
  const year = mostOf(ids, (id) => monthOf(id).slice(0, -3));
  return year === '' || !withYear(year).year ? null : messages.date(Date.parse(`${year}-01`), { year: 'numeric' });
}

/** The name of the folder that most photos are in or below, the deepest that says something. */
function folderOf(ids: Uint32Array, facts: PhotoFacts): string | null {
  let common: string | null = null;
  for (let depth = 1; ; depth++) {
    const deeper = mostOf(ids, (id) => {
      const path = facts.folderOf(id)?.path ?? '';
      const steps = path === '' ? [] : path.split('/');
      return steps.length < depth ? '' : steps.slice(0, depth).join('/');
    });
    if (deeper === '') return common;
    const name = deeper.split('/').at(-1)!.normalize('NFC'); // split gives at least one
    if (!MEANINGLESS.test(name)) common = name;
  }
}

/** What is true of most of the photos; '' where nothing is. */
function mostOf(ids: Uint32Array, of: (id: number) => string): string {
  const counts = new Map<string, number>();
  for (const id of ids) {
    const value = of(id);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  for (const [value, count] of counts) if (value !== '' && count >= MOST * ids.length) return value;
  return '';
}
