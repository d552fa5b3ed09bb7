// The worker thread that compares photos which may be copies: reads fingerprints and thumbnails beside the store's writer, and answers with
// what it measured, some pairs at a time.
import type { PhotoId } from '../../../src-shared/contract.ts';
import { compare } from '../../../src-shared/learning/copies/compare.ts';
import { isPlainCopy } from '../../../src-shared/learning/copies/likeness.ts';
import { Joined } from '../../../src-shared/learning/copies/joined.ts';
import { FINGERPRINT_BYTES, unpackFingerprint, type Fingerprint } from '../../../src-shared/learning/copies/fingerprint.ts';
import type { Picture } from '../../../src-shared/learning/copies/picture.ts';
import { qualityOf } from '../../../src-shared/learning/copies/quality.ts';
import { thumbnailPicture } from '../../photos/thumbnail-picture.ts';
import { type MeasuredPhoto, readFingerprints, type StoredLikeness } from '../../store/copies.ts';
import { openStore, type Store } from '../../store/database.ts';
import { readThumbnail } from '../../store/thumbnails.ts';
import { openWorkerSide } from '../../workers/worker-side.ts';
import { type Candidate, findCandidates } from './candidates.ts';

export type CopiesRequest =
  /** Finds the pairs to compare in the library stored there. */
  | { readonly kind: 'find'; readonly stored: string; readonly version: number }
  /** Compares the next of them. */
  | { readonly kind: 'compare'; readonly pairs: number };

export interface CopiesReply {
  /** Pairs still to compare. */
  readonly left: number;
  /** `find`: the photos that are compared in this run. */
  readonly photos: readonly PhotoId[];
  readonly likenesses: readonly StoredLikeness[];
  readonly measured: readonly MeasuredPhoto[];
}

/** Pictures kept at a time: each is some 230 kB. Pairs are in an order in which few are needed again later. */
const KEPT = 400;

interface Run {
  readonly store: Store;
  readonly prints: ReadonlyMap<PhotoId, Fingerprint>;
  readonly pairs: readonly Candidate[];
  readonly pictures: Map<PhotoId, Picture | null>;
  /** Photos that were found to be the same picture: what follows need not be measured. */
  readonly same: Joined;
  next: number;
}

let run: Run | null = null;

async function answer(request: CopiesRequest): Promise<CopiesReply> {
  if (request.kind === 'find') {
    run?.store.close();
    const store = openStore(request.stored, { readOnly: true });
    const stored = readFingerprints(store, request.version);
    const prints = stored.filter(({ cells }) => cells.length === FINGERPRINT_BYTES); // a damaged one is made again by indexing
    const pairs = await findCandidates(prints);
    run = { store, prints: new Map(prints.map(({ id, cells }) => [id, unpackFingerprint(cells)])), pairs, pictures: new Map(), same: new Joined(), next: 0 };
    return { left: pairs.length, photos: stored.filter(({ compared }) => !compared).map(({ id }) => id), likenesses: [], measured: [] };
  }
  if (!run) throw new Error('expected a search before comparing');
  const { pairs, store } = run;
  const likenesses: StoredLikeness[] = [];
  const measured = new Map<PhotoId, MeasuredPhoto>();
  for (const end = Math.min(pairs.length, run.next + request.pairs); run.next < end; run.next++) {
    const { first, second, lie } = pairs[run.next]!;
    if (run.same.joins(first, second)) continue;
    const [a, b] = [await pictureOf(run, first), await pictureOf(run, second)];
    if (!a || !b) continue;
    const likeness = compare({ fingerprint: run.prints.get(first)!, picture: a }, { fingerprint: run.prints.get(second)!, picture: b }, lie);
    if (!likeness) continue;
    likenesses.push({ first, second, measured: JSON.stringify(likeness) });
    if (isPlainCopy(likeness)) run.same.join(first, second);
    for (const [id, picture] of [[first, a], [second, b]] as const) if (!measured.has(id)) measured.set(id, { id, ...qualityOf(picture) });
  }
  const left = pairs.length - run.next;
  if (left === 0) {
    store.close();
    run = null;
  }
  return { left, photos: [], likenesses, measured: [...measured.values()] };
}

/** `null` where the thumbnail is lost or damaged: indexing makes it again, and with it the fingerprint. */
async function pictureOf({ store, pictures }: Run, id: PhotoId): Promise<Picture | null> {
  let picture = pictures.get(id);
  if (picture === undefined) {
    const thumbnail = readThumbnail(store, id);
    picture = thumbnail && (await thumbnailPicture(thumbnail));
    if (pictures.size >= KEPT) pictures.delete(pictures.keys().next().value!);
  }
  pictures.delete(id); // the one used last stands last
  pictures.set(id, picture);
  return picture;
}

const side = await openWorkerSide();
side.serve(answer, () => []);
