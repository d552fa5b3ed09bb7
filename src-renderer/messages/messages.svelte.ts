// Every text on the screen, in the user's language, and number and date formats in it. Keys and their English are
// in resources/locales/en.json; an unknown key does not compile.

import { IntlMessageFormat, type PrimitiveType } from 'intl-messageformat';
import type { Failure, Language } from '../../src-shared/contract.ts';
import en from '../../resources/locales/en.json' with { type: 'json' };
import ko from '../../resources/locales/ko.json' with { type: 'json' };
import { Formats } from './formats.ts';

export type MessageKey = keyof typeof en;
export type MessageArguments = Readonly<Record<string, PrimitiveType>>;
export type SpokenLanguage = Exclude<Language, 'system'>;

const texts: Readonly<Record<SpokenLanguage, Readonly<Record<MessageKey, string>>>> = { en, ko };

/** The language that a setting means on a system whose language is `locale` (BCP 47): English as the fallback. */
export function spokenLanguage(setting: Language, locale: string): SpokenLanguage {
  if (setting !== 'system') return setting;
  return locale.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

const DAY_MS = 86_400_000;

export class Messages {
  #language = $state<SpokenLanguage>('en');
  /** Locale for dates and numbers: the system's own variant if it is the same language. */
  #locale = $state('en');
  readonly #formatsOf = new Map<string, Formats>();
  readonly #texts = new Map<string, IntlMessageFormat>();

  get language(): SpokenLanguage {
    return this.#language;
  }

  speak(setting: Language, locale: string): void {
    const language = spokenLanguage(setting, locale);
    this.#locale = locale.toLowerCase().startsWith(language) ? locale : language;
    this.#language = language;
  }

  /** The message with its arguments inserted. */
  text(key: MessageKey, args?: MessageArguments): string {
    const message = texts[this.#language][key];
    if (!message.includes('{')) return message;
    const id = `${this.#locale} ${key}`;
    let format = this.#texts.get(id);
    if (!format) this.#texts.set(id, (format = new IntlMessageFormat(message, this.#locale)));
    return format.format<string>(args) as string; // no message contains rich elements
  }

  /** What a failure means and what to do, in the user's language. */
  failure({ code, message }: Failure): string {
    const text = this.text(`failure.${code}`);
    return code === 'unexpected' || code === 'bad-request' || code === 'pack-refused' ? `${text} (${message})` : text;
  }

  get #formats(): Formats {
    let formats = this.#formatsOf.get(this.#locale);
    if (!formats) this.#formatsOf.set(this.#locale, (formats = new Formats(this.#locale)));
    return formats;
  }

  number(value: number, options?: Intl.NumberFormatOptions): string {
    return this.#formats.number(options).format(value);
  }

  /** Bytes as kB, MB or GB. */
  bytes(value: number): string {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
    const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
    return this.number(value / 1000 ** step, { style: 'unit', unit: units[step]!, unitDisplay: 'short', maximumFractionDigits: step < 2 ? 0 : 1 });
  }

  /** A capture time: milliseconds since 1970 in the camera's local time, hence formatted as UTC. */
  date(taken: number, options: Intl.DateTimeFormatOptions): string {
    return this.#formats.date({ ...options, timeZone: 'UTC' }).format(taken);
  }

  /** When something happened on this computer: milliseconds since 1970, shown in local time. */
  moment(at: number): string {
    return this.#formats.date({ dateStyle: 'medium', timeStyle: 'short' }).format(at);
  }

  /** How long ago that was, in days or more; the time alone where it was today. */
  ago(at: number, now = Date.now()): string {
    const midnight = new Date(now).setHours(0, 0, 0, 0);
    const days = Math.ceil((midnight - at) / DAY_MS);
    if (days <= 0) return this.#formats.date({ timeStyle: 'short' }).format(at);
    const relative = this.#formats.relative();
    return days < 7 ? relative.format(-days, 'day') : days < 31 ? relative.format(-Math.round(days / 7), 'week') : days < 365 ? relative.format(-Math.round(days / 30.4), 'month') : relative.format(-Math.round(days / 365), 'year');
  }

  /** From the first day to the last, as short as the language allows. */
  days(first: number, last: number): string {
    const format = this.#formats.date({ dateStyle: 'medium', timeZone: 'UTC' });
    // formatting a range takes twenty times as long, and most groups are from one day
    return Math.floor(first / DAY_MS) === Math.floor(last / DAY_MS) ? format.format(first) : format.formatRange(first, last);
  }

  /** "one, two and three". */
  list(items: readonly string[]): string {
    return items.length < 2 ? (items[0] ?? '') : new Intl.ListFormat(this.#locale).format(items);
  }

  /** In lower case by the rules of the language, for searching. */
  lowerCase(text: string): string {
    return text.toLocaleLowerCase(this.#locale);
  }
}

/** The app's words: one language at a time for the whole screen. */
export const messages = new Messages();

/** Short for `messages.text`. */
export function t(key: MessageKey, args?: MessageArguments): string {
  return messages.text(key, args);
}
