// Which encoders have produced embeddings here, and which one is in use. Not their weights.
import type { EncoderVersionId } from '../../src-shared/contract.ts';
import { preparedOnce, read, write } from './access.ts';
import type { Store } from './database.ts';

export type { EncoderVersionId };

export interface EncoderVersion {
  readonly id: EncoderVersionId;
  /** Names one set of weights, e.g. by their hash. */
  readonly name: string;
  /** Length of its embeddings. */
  readonly dim: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Its measured scores; `null` if it was not measured. */
  readonly scores: Readonly<Record<string, number>> | null;
  /** How it was trained here, its weights being a file (see encoder-files.ts); `null` for one that came with the app or from outside. */
  readonly trained: TrainedFacts | null;
  /** The pack that it computes with, through an adapter if it was trained; `null` for the app's own encoder and those trained from it. */
  readonly pack: PackFacts | null;
}

/** What is recorded about a version that computes with an encoder from outside. */
export interface PackFacts {
  readonly id: string;
  /** The pack's name, for when the pack is gone. */
  readonly title: string;
  /** The scores of the version in use when it was tried, on as many held-out photos; `null` where there were too few. */
  readonly before: Readonly<Record<string, number>> | null;
  readonly heldOut: number;
  /** It was decided to use it, and photos are still being encoded for that. */
  readonly decided?: boolean;
}

/** What is recorded about a version's training. */
export interface TrainedFacts {
  /** Name of the version it started from. */
  readonly base: string;
  /** The same scores of that version, on the same photos. */
  readonly before: Readonly<Record<string, number>>;
  readonly photos: number;
  readonly seconds: number;
  readonly backend: string;
}

/** A version to add. */
export type NewEncoderVersion = Omit<EncoderVersion, 'id' | 'trained' | 'pack'> & { readonly trained?: TrainedFacts; readonly pack?: PackFacts };

type Row = Omit<EncoderVersion, 'scores' | 'trained' | 'pack'> & { readonly scores: string | null; readonly trained: string | null; readonly pack: string | null };
const COLUMNS = 'id, name, dim, created_at AS createdAt, scores, trained, pack';

const statements = preparedOnce((db) => ({
  list: db.prepare<[], Row>(`SELECT ${COLUMNS} FROM encoder_versions ORDER BY id`),
  named: db.prepare<[name: string], Row>(`SELECT ${COLUMNS} FROM encoder_versions WHERE name = ?`),
  active: db.prepare<[], Row>(`SELECT ${COLUMNS} FROM encoder_versions WHERE active = 1`),
  add: db.prepare<[name: string, dim: number, createdAt: number, scores: string | null, trained: string | null, pack: string | null]>(
    'INSERT INTO encoder_versions (name, dim, created_at, scores, trained, pack) VALUES (?, ?, ?, ?, ?, ?)'
  ),
  retire: db.prepare<[]>('UPDATE encoder_versions SET active = 0 WHERE active = 1'),
  measured: db.prepare<[scores: string | null, pack: string | null, EncoderVersionId]>('UPDATE encoder_versions SET scores = ?, pack = ? WHERE id = ?'),
  activate: db.prepare<[EncoderVersionId]>('UPDATE encoder_versions SET active = 1, used = 1 WHERE id = ?'),
  used: db.prepare<[EncoderVersionId], number>('SELECT used FROM encoder_versions WHERE id = ?').pluck(),
  undecide: db.prepare<[]>("UPDATE encoder_versions SET pack = json_remove(pack, '$.decided') WHERE pack IS NOT NULL"),
  plain: db.prepare<[EncoderVersionId], EncoderVersionId>(
    "SELECT b.id FROM encoder_versions a JOIN encoder_versions b ON b.pack ->> 'id' = a.pack ->> 'id' AND b.trained IS NULL WHERE a.id = ? AND a.trained IS NOT NULL"
  ).pluck(),
  drop: db.prepare<[EncoderVersionId]>('DELETE FROM encoder_versions WHERE id = ? AND active = 0')
}));

/** All versions, oldest first. */
export function readEncoderVersions(store: Store): EncoderVersion[] {
  return read(store, () => statements(store).list.all().map(fromRow));
}

/** The version in use; `null` before the first is activated. */
export function activeEncoderVersion(store: Store): EncoderVersion | null {
  const row = read(store, () => statements(store).active.get());
  return row === undefined ? null : fromRow(row);
}

/**
 * The version of that name, added if it is new; a new one is not in use yet.
 * @throws {RangeError} if it is known with another `dim`
 */
export function ensureEncoderVersion(store: Store, version: NewEncoderVersion): EncoderVersion {
  const { name, dim, createdAt, scores, trained, pack } = version;
  return write(store, () => {
    const { named, add } = statements(store);
    if (named.get(name) === undefined) add.run(name, dim, createdAt, toJson(scores), toJson(trained ?? null), toJson(pack ?? null));
    const row = named.get(name);
    if (row?.dim !== dim) throw new RangeError(`expected encoder '${name}' with ${row?.dim} dimensions, got ${dim}`);
    return fromRow(row);
  });
}

/** Of a version with an adapter: the version that computes with the same pack as it is; `null` for all others. */
export function versionWithoutAdapter(store: Store, id: EncoderVersionId): EncoderVersionId | null {
  return read(store, () => statements(store).plain.get(id) ?? null);
}

/** Records what a version with a pack scored when it was tried again. */
export function writePackScores(store: Store, id: EncoderVersionId, scores: EncoderVersion['scores'], pack: PackFacts): void {
  write(store, () => statements(store).measured.run(toJson(scores), toJson(pack), id));
}

/** Switches to a version; the previous one is kept. @throws {RangeError} if there is no such version */
export function activateEncoderVersion(store: Store, id: EncoderVersionId): void {
  write(store, () => {
    statements(store).retire.run();
    statements(store).undecide.run();
    if (statements(store).activate.run(id).changes === 0) throw new RangeError(`expected an encoder version, got ${id}`);
  });
}

/** Whether a version was ever in use. */
export function wasUsed(store: Store, id: EncoderVersionId): boolean {
  return read(store, () => statements(store).used.get(id) === 1);
}

/** No pack is to be used any more once its photos are encoded. */
export function forgetDecision(store: Store): void {
  write(store, () => statements(store).undecide.run());
}

/** Deletes a version that is not in use, with its embeddings. @throws {RangeError} if there is no such version or it is in use */
export function dropEncoderVersion(store: Store, id: EncoderVersionId): void {
  write(store, () => {
    if (statements(store).drop.run(id).changes === 0) throw new RangeError(`expected an encoder version that is not in use, got ${id}`);
  });
}

const toJson = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));

function fromRow(row: Row): EncoderVersion {
  // written only by `ensureEncoderVersion`
  const fromJson = <T>(json: string | null): T | null => (json === null ? null : (JSON.parse(json) as T));
  return { ...row, scores: fromJson<Record<string, number>>(row.scores), trained: fromJson<TrainedFacts>(row.trained), pack: fromJson<PackFacts>(row.pack) };
}
