// What a store knows of copies, as sets of photos.
import type { PhotoId } from '../../../src-shared/contract.ts';
import type { Likeness } from '../../../src-shared/learning/copies/likeness.ts';
import { isOfOnePicture, joinSets, judgeAll, type Judged } from '../../../src-shared/learning/copies/sets.ts';
import { readCompared, readLikenesses } from '../../store/copies.ts';
import type { Store } from '../../store/database.ts';
import { readDuplicateFiles } from '../../store/duplicate-files.ts';
import { readChoices } from '../../store/keeper-choices.ts';
import { notTheSame } from './not-the-same.ts';

/** Pairs of present photos that are copies or shots of the same. */
export function readJudged(store: Store): Judged[] {
  const facts = new Map(readCompared(store).map((photo) => [photo.id, photo]));
  // only written by copies-worker.ts
  const compared = readLikenesses(store).map(({ first, second, measured }) => ({ first, second, likeness: JSON.parse(measured) as Likeness }));
  return judgeAll(compared, (id) => facts.get(id) ?? null);
}

/** Photos of one picture, as sets: copies, also turned, framed, cropped or toned ones. */
export function readCopies(store: Store): (readonly PhotoId[])[] {
  const judged = readJudged(store).filter(isOfOnePicture);
  const apart = judged.length === 0 ? [] : notTheSame(readChoices(store), readDuplicateFiles(store));
  return joinSets(judged, apart).map(({ photos }) => photos);
}
