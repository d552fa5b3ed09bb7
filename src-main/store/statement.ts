// A statement between its two forms: photos by id on the screen, by content hash in the log.
import type { PhotoId, Statement } from '../../src-shared/contract.ts';

/** What the log keeps of a statement, beside its kind. */
export interface Payload {
  readonly photos: readonly string[];
  readonly others?: readonly string[];
  readonly degree?: number;
}

/** @throws {RangeError} for a statement that says nothing: too few photos, one photo twice, a degree outside 0..1 */
export function toPayload(statement: Statement, hashOf: (id: PhotoId) => string): Payload {
  const photos = statement.photos.map(hashOf);
  const others = statement.kind === 'apart' ? statement.others.map(hashOf) : [];
  const { fewest, most } = COUNTS[statement.kind];
  if (photos.length < fewest || photos.length > most) throw new RangeError(`expected ${fewest} or more photos for '${statement.kind}', got ${photos.length}`);
  if (statement.kind === 'apart' && others.length === 0) throw new RangeError(`expected others that the photos are apart from, got none`);
  if (new Set([...photos, ...others]).size < photos.length + others.length) throw new RangeError(`expected different photos for '${statement.kind}', got one twice`);
  if (statement.kind === 'apart') return { photos, others };
  if (statement.kind !== 'degree') return { photos };
  if (!(statement.degree >= 0 && statement.degree <= 1)) throw new RangeError(`expected a degree from 0 to 1, got ${statement.degree}`);
  return { photos, degree: statement.degree };
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
