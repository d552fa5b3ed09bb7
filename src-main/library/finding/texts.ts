// Which texts contain some letters: a search index of trigrams, SQLite's own (FTS5), in memory. Texts are numbered in the order they came, each
// once a field. Fewer than three letters, as most Korean words have, are no trigram: those are looked for in the texts themselves.
import { folded, TEXT_FIELDS, type TextField } from '../../../src-shared/finding/filter.ts';
import { connect, type Database } from '../../store/sqlite.ts';

const TRIGRAM = 3;

export class Texts {
  readonly #numbers = new Map<string, number>();
  /** Folded. */
  readonly #texts: string[] = [];
  readonly #fields: number[] = [];
  #db: Database | null = null;

  /** The number of a text, the same for the same one. */
  number(field: TextField, text: string): number {
    const key = `${TEXT_FIELDS.indexOf(field)}${text}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    this.#numbers.set(key, number);
    this.#texts.push(folded(text));
    this.#fields.push(TEXT_FIELDS.indexOf(field));
    return number;
  }

  get count(): number {
    return this.#texts.length;
  }

  /** Folded. */
  textOf(number: number): string {
    return this.#texts[number]!;
  }

  /** Indexes the texts that came so far, `slice` at a time; yields between slices. To be called once, when all are there. */
  *index(slice = 4000): Generator<void, void, undefined> {
    this.#numbers.clear(); // no more texts come
    const db = connect(':memory:', {});
    // texts are folded already, and are kept here
    db.exec("CREATE VIRTUAL TABLE texts USING fts5(text, content = '', columnsize = 0, tokenize = 'trigram case_sensitive 1')");
    const insert = db.prepare<[number, string]>('INSERT INTO texts (rowid, text) VALUES (?, ?)');
    for (let at = 0; at < this.#texts.length; at += slice) {
      db.transaction(() => {
        for (let number = at; number < Math.min(at + slice, this.#texts.length); number++) insert.run(number, this.#texts[number]!);
      })();
      yield;
    }
    this.#db = db;
  }

  /** 1 for each text, by its number, that contains `words` (in the field, if one is given). */
  containing(words: string, field: TextField | null): Uint8Array {
    const found = new Uint8Array(this.#texts.length);
    const wanted = folded(words);
    const inField = field === null ? null : TEXT_FIELDS.indexOf(field);
    const take = (number: number): void => {
      if (inField === null || this.#fields[number] === inField) found[number] = 1;
    };
    if (this.#db && Array.from(wanted).length >= TRIGRAM) {
      for (const number of this.#db.prepare<[string], number>('SELECT rowid FROM texts WHERE texts MATCH ?').pluck().iterate(`"${wanted.replaceAll('\0', '').replaceAll('"', '""')}"`)) take(number);
    } else {
      for (let number = 0; number < found.length; number++) if (this.#texts[number]!.includes(wanted)) take(number);
    }
    return found;
  }

  close(): void {
    this.#db?.close();
    this.#db = null;
  }
}
