// Converts statements between two forms: photos by id on the screen, by their two identities in the log.
import type { PhotoId, Statement } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';

/** What the log stores of a statement, besides its kind. */
export interface Payload {
  /** Content hashes, as are `others`. */
  readonly photos: readonly string[];
  readonly others?: readonly string[];
  /** Picture hashes of `photos` and then of `others`, as far as known; left out if none was. */
  readonly pictures?: readonly (string | null)[];
  readonly degree?: number;
}

/** Both identities of a photo; either is enough to find it again, here or in another library. */
export interface PhotoIdentity {
  /** SHA-256 of the content of one of its files. */
  readonly hash: string;
  /** Picture hash; `null` if not computed yet. */
  readonly picture: string | null;
}

/** Finds a photo by its identities; `undefined` if it was never here. */
export type FindPhoto = (identity: PhotoIdentity) => PhotoId | undefined;

/** @throws {CodedError} `bad-request` for a statement that says nothing: too few photos, one photo twice, a degree outside 0..1 */
export function toPayload(statement: Statement, identityOf: (id: PhotoId) => PhotoIdentity): Payload {
  const photos = statement.photos.map(identityOf);
  const others = statement.kind === 'apart' ? statement.others.map(identityOf) : [];
  const pictures = [...photos, ...others].map(({ picture }) => picture);
  const hashes = (all: readonly PhotoIdentity[]): string[] => all.map(({ hash }) => hash);
  const payload: Payload = {
    photos: hashes(photos), ...(statement.kind === 'apart' && { others: hashes(others) }),
    ...(pictures.some((picture) => picture !== null) && { pictures }), ...(statement.kind === 'degree' && { degree: statement.degree })
  };
  const wrong = wrongWith(statement.kind, payload);
  if (wrong !== null) throw new CodedError('bad-request', `This cannot be judged: ${wrong}.`);
  return payload;
}

/** All photos in a payload, those of the other side last. */
export function identitiesIn({ photos, others = [], pictures = [] }: Payload): PhotoIdentity[] {
  return [...photos, ...others].map((hash, at) => ({ hash, picture: pictures[at] ?? null }));
}

/** Why a statement says nothing, as part of a sentence; `null` if it says something. */
export function wrongWith(kind: Statement['kind'], { photos, others, degree }: Payload): string | null {
  const { fewest, most } = COUNTS[kind];
  const all = [...photos, ...(others ?? [])];
  if (photos.length < fewest || photos.length > most) return `'${kind}' takes ${fewest === most ? fewest : `${fewest} or more`} photos, got ${photos.length}`;
  if (kind === 'apart' && (others === undefined || others.length === 0)) return `'apart' takes photos on both sides, got none on the other`;
  if (kind !== 'apart' && others !== undefined) return `'${kind}' takes photos on one side only`;
  if (new Set(all).size < all.length) return 'it names one photo twice, and a photo cannot be compared with itself';
  if (kind === 'degree' && !(degree !== undefined && degree >= 0 && degree <= 1)) return `a degree goes from 0 to 1, got ${degree ?? 'none'}`;
  return kind !== 'degree' && degree !== undefined ? `'${kind}' takes no degree` : null;
}

/**
 * What a payload says about the known photos. Photos that turned out to be one picture are one photo: it counts once per side, and not
 * at all if it is on both.
 * @returns `null` if that leaves too few photos to say anything
 */
export function fromPayload(kind: Statement['kind'], payload: Payload, find: FindPhoto): Statement | null {
  const found = identitiesIn(payload).map(find);
  const known = (ids: readonly (PhotoId | undefined)[]) => [...new Set(ids.filter((id) => id !== undefined))];
  const photos = known(found.slice(0, payload.photos.length));
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
      const others = known(found.slice(payload.photos.length));
      const [one, other] = [photos.filter((id) => !others.includes(id)), others.filter((id) => !photos.includes(id))];
      return one.length === 0 || other.length === 0 ? null : { kind, photos: one, others: other };
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
