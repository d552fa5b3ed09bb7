// The texts of what the system draws for the app, its menu and messages, in the user's language: those of the page, without its plurals.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../../src-shared/contract.ts';
import { resourcesFolder } from '../resources.ts';

export type Texts = (key: string, given?: Readonly<Record<string, string>>) => string;

/**
 * @param locale the system's language, BCP 47
 * @returns the text of a key, which must be there
 */
export function textsFor(language: Language, locale: string): Texts {
  const spoken = language === 'system' ? (locale.startsWith('ko') ? 'ko' : 'en') : language;
  const all = JSON.parse(readFileSync(join(resourcesFolder, 'locales', `${spoken}.json`), 'utf8')) as Readonly<Record<string, string>>; // our own file
  return (key, given = {}) => {
    const text = all[key];
    if (text === undefined) throw new RangeError(`expected a text ${key} in ${spoken}.json`);
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => given[name] ?? whole);
  };
}
