// What a packet of any program says of a photo: digiKam's paths joined with Lightroom's, people left out. Who is on a photo is nobody's to take over.
import { factsOf, type XmpFacts, type XmpFields } from './xmp-fields.ts';

export interface PacketWords {
  readonly fields: XmpFields;
  /** digiKam's paths, with `/` between levels. */
  readonly tags: readonly string[];
  readonly people: readonly string[];
}

/** Roots of paths that name people, or that a program keeps for itself. */
const LEFT_OUT = new Set(['people', '_digikam_internal_tags_']);

/** The same as `factsOf`, from all of a packet. */
export function wordsOf({ fields, tags, people }: PacketWords): XmpFacts {
  const paths = [...(fields['lr:hierarchicalSubject'] ?? []), ...tags.map((tag) => tag.split('/').join('|'))];
  const facts = factsOf({ ...fields, ...(paths.length > 0 && { 'lr:hierarchicalSubject': [...new Set(paths)] }) });
  const named = new Set(people.map(folded));
  // a level of a longer path is not a keyword by itself
  const longer = new Set(facts.keywords.flatMap((keyword) => keyword.split('|').slice(0, -1).map((_, at, levels) => levels.slice(0, at + 1).join('|'))));
  return { ...facts, keywords: facts.keywords.filter((keyword) => {
    const levels = keyword.split('|');
    return !LEFT_OUT.has(folded(levels[0] ?? '')) && !named.has(folded(levels.at(-1) ?? '')) && !longer.has(keyword);
  }) };
}

/** As names are compared. */
export function folded(name: string): string {
  return name.normalize('NFC').trim().toLocaleLowerCase('en');
}
