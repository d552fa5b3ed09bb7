// What the user said is not the same picture nor shot, whatever was measured.
import type { PhotoId } from '../../../src-shared/contract.ts';
import type { Decision } from '../../../src-shared/duplicates/duplicate-set.ts';
import type { NotTheSame } from '../../../src-shared/learning/copies/sets.ts';
import type { DuplicateFileRow } from '../../store/duplicate-files.ts';
import type { StoredChoice } from '../../store/keeper-choices.ts';

/** By content, so that it holds when files are moved or renamed. */
export function notTheSame(choices: readonly StoredChoice[], files: readonly Pick<DuplicateFileRow, 'content' | 'photo'>[]): NotTheSame[] {
  const photoOf = new Map<string, PhotoId>(files.map(({ content, photo }) => [content, photo]));
  return choices.filter(({ decision }) => (JSON.parse(decision) as Decision).kind === 'not-the-same').flatMap(({ contents }) => {
    const photos = [...new Set(contents.flatMap((content) => photoOf.get(content) ?? []))];
    return photos.slice(1).map((photo, at) => ({ photos: [photo], others: photos.slice(0, at + 1) }));
  });
}

