// The worker thread that finds photos: reads the store beside its writer, keeps what photos are found by in memory, and answers with ids. The
// index is built in steps between other requests; until a newer one is whole, the last one answers.
import type { FindingChoices, LensId, PhotoSpace, TitleColumns } from '../../../src-shared/contract.ts';
import type { Filter } from '../../../src-shared/finding/filter.ts';
import { openStore, type Store } from '../../store/database.ts';
import { openWorkerSide } from '../../workers/worker-side.ts';
import { choicesOf, columnsOf } from './choices.ts';
import { certainties, type Live, LIVE_PARTS, type LivePart, readLive } from './live.ts';
import { idsAt, matchRows } from './match.ts';
import { buildIndex, type PhotoIndex } from './photo-index.ts';

/** `stale`: what changed since the last request that named it. */
interface OfLive {
  readonly lensId: LensId;
  readonly stale: readonly LivePart[];
  /** Shared memory; where certainty is asked for. */
  readonly space: PhotoSpace | null;
}

export type FindingRequest =
  /** Works on a new index for some milliseconds; starts one where none is being built. */
  | { readonly kind: 'build' }
  | OfLive & { readonly kind: 'find'; readonly filter: Filter; readonly best: boolean }
  | OfLive & { readonly kind: 'certainty' }
  | { readonly kind: 'choices' }
  | { readonly kind: 'columns' };

export type FindingReply =
  | { readonly kind: 'built'; readonly whole: boolean }
  | { readonly kind: 'found'; readonly ids: Uint32Array<ArrayBuffer> }
  | { readonly kind: 'certainty'; readonly ids: Uint32Array<ArrayBuffer>; readonly certainty: Float32Array<ArrayBuffer> }
  | { readonly kind: 'choices'; readonly choices: FindingChoices }
  | { readonly kind: 'columns'; readonly columns: TitleColumns }
  /** No index was built yet. */
  | { readonly kind: 'none' };

/** How long a step of building may take, roughly: somebody waits behind it. */
const STEP_MS = 30;

const side = await openWorkerSide();
const { stored } = side.data as { readonly stored: string }; // finding.ts
let store: Store | null = null;
let index: PhotoIndex | null = null;
let building: AsyncGenerator<void, PhotoIndex, undefined> | null = null;
const lives = new Map<LensId, Live>();
/** Parts that changed since a lens's were read. */
const stale = new Map<LensId, Set<LivePart>>();

async function answer(request: FindingRequest): Promise<FindingReply> {
  if (request.kind === 'build') return { kind: 'built', whole: await build() };
  if (!index) return { kind: 'none' };
  switch (request.kind) {
    case 'find': {
      const { live, certainty } = await look(index, request);
      const rows = matchRows({ index, live, ...(certainty && { certainty }) }, request.filter, { best: request.best });
      return { kind: 'found', ids: idsAt(index, rows) };
    }
    case 'certainty': return { kind: 'certainty', ids: index.ids.slice(), certainty: ((await look(index, request)).certainty ?? new Float32Array(index.ids.length).fill(NaN)) as Float32Array<ArrayBuffer> }; // made by certainties()
    case 'choices': return { kind: 'choices', choices: choicesOf(index) };
    case 'columns': return { kind: 'columns', columns: columnsOf(index, store!) }; // opened with the index
  }
}

async function build(): Promise<boolean> {
  store ??= openStore(stored, { readOnly: true });
  building ??= buildIndex(store);
  for (const start = performance.now(); performance.now() - start < STEP_MS; ) {
    const { done, value } = await building.next();
    if (done !== true) continue;
    index?.written.close();
    index = value;
    building = null;
    lives.clear(); // by rows of the one before
    return true;
  }
  return false;
}

async function look(of: PhotoIndex, { lensId, stale: changed, space }: OfLive): Promise<{ readonly live: Live; readonly certainty?: Float32Array }> {
  for (const known of [...lives.keys(), lensId]) stale.set(known, new Set([...(stale.get(known) ?? []), ...changed]));
  const before = lives.get(lensId) ?? null;
  const parts = before === null ? new Set(LIVE_PARTS) : stale.get(lensId)!; // set above
  const live = before !== null && parts.size === 0 ? before : await readLive(store!, of, lensId, before, parts); // opened with the index
  stale.set(lensId, new Set());
  lives.set(lensId, live);
  return { live, ...(space && { certainty: certainties(of, live, space) }) };
}

side.serve(answer, (reply) => (reply.kind === 'found' ? [reply.ids.buffer] : []));
