// A statement between its two forms: photos by id on the screen, by content hash in the log.
import type { PhotoId, Statement } from '../../src-shared/contract.ts';
import { StoreError } from './error.ts';

/** What the log keeps of a statement, beside its kind. */
export interface Payload {
  readonly photos: readonly string[];
  readonly others?: readonly string[];
  readonly degree?: number;
}

/** @throws {StoreError} `bad-request` for a statement that says nothing: too few photos, one photo twice, a degree outside 0..1 */
export function toPayload(statement: Statement, hashOf: (id: PhotoId) => string): Payload {
  const photos = statement.photos.map(hashOf);
  const others = statement.kind === 'apart' ? statement.others.map(hashOf) : [];
  const payload = { photos, ...(statement.kind === 'apart' && { others }), ...(statement.kind === 'degree' && { degree: statement.degree }) };
  const wrong = wrongWith(statement.kind, payload);
  if (wrong !== null) throw new StoreError('bad-request', `This cannot be judged: ${wrong}.`);
  return payload;
}

/** What makes a statement say nothing, as part of a sentence; `null` where it says something. */
export function wrongWith(kind: Statement['kind'], { photos, others, degree }: Payload): string | null {
  const { fewest, most } = COUNTS[kind];
  const all = [...photos, ...(others ?? [])];
  if (photos.length < fewest || photos.length > most) return `'${kind}' takes ${fewest === most ? fewest : `${fewest} or more`} photos, got ${photos.length}`;
  if (kind === 'apart' && (others === undefined || others.length === 0)) return `'apart' takes photos on both sides, got none on the other`;
  if (kind !== 'apart' && others !== undefined) return `'${kind}' takes photos on one side only`;
  if (new Set(all).size < all.length) return 'it names one photo twice, and a photo says nothing against itself';
  if (kind === 'degree' && !(degree !== undefined && degree >= 0 && degree <= 1)) return `a degree goes from 0 to 1, got ${degree ?? 'none'}`;
  return kind !== 'degree' && degree !== undefined ? `'${kind}' takes no degree` : null;
}

/** @returns `null` where too few of its photos are known for it to say anything */
export function fromPayload(kind: Statement['kind'], payload: Payload, idOf: (hash: string) => PhotoId | undefined): Statement | null {
  const known = (hashes: readonly string[]) => hashes.map(idOf).filter((id) => id !== undefined);
  const photos = known(payload.photos);
  const [a, b, c] = photos;
  switch (kind) {
    case 'similar':
    case 'different':
      return a === undefined || b === undefined ? null : { kind, photos: [a, b] };
    case 'degree':
      return a === undefined || b === undefined || payload.degree === undefined ? null : { kind, photos: [a, b], degree: payload.degree };
    case 'closer':
      return a === undefined || b === undefined || c === undefined ? null : { kind, photos: [a, b, c] };
    case 'together':
      return photos.length < 2 ? null : { kind, photos };
    case 'apart': {
      const others = known(payload.others ?? []);
      return photos.length === 0 || others.length === 0 ? null : { kind, photos, others };
    }
  }
}

const COUNTS = {
  similar: { fewest: 2, most: 2 },
  different: { fewest: 2, most: 2 },
  degree: { fewest: 2, most: 2 },
  closer: { fewest: 3, most: 3 },
  together: { fewest: 2, most: Infinity },
  apart: { fewest: 1, most: Infinity }
} as const satisfies Record<Statement['kind'], { fewest: number; most: number }>;
