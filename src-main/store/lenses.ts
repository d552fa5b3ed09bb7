// Lenses: named metrics, each with its own judgments and groups. A deleted lens keeps both, because the log is never shortened;
// it is just no longer shown, and its name is free again.
import type { Lens, LensId } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';
import { preparedOnce, read, write } from './access.ts';
import type { Store } from './database.ts';
import { copyGroupRows } from './grouping-rows.ts';

/** The lens every library has from its first migration. */
export const DEFAULT_LENS = 1 as LensId; // the id given by that migration

/** The name of that lens in the table until the user names it. */
const UNNAMED = 'default';
const LONGEST_NAME = 80;

interface Row {
  readonly id: LensId;
  readonly name: string;
  readonly createdAt: number;
}

const statements = preparedOnce((db) => ({
  list: db.prepare<[], Row>('SELECT id, name, created_at AS createdAt FROM lenses WHERE deleted_at IS NULL ORDER BY id'),
  exists: db.prepare<[LensId], number>('SELECT 1 FROM lenses WHERE id = ? AND deleted_at IS NULL').pluck(),
  add: db.prepare<[name: string, now: number], LensId>('INSERT INTO lenses (name, created_at) VALUES (?, ?) RETURNING id').pluck(),
  rename: db.prepare<[name: string, LensId]>('UPDATE lenses SET name = ? WHERE id = ?'),
  // names given by users never start with a control character, so they cannot clash with a deleted lens's
  remove: db.prepare<[now: number, LensId]>('UPDATE lenses SET deleted_at = ?, deleted_name = name, name = char(1) || id WHERE id = ?'),
  deletedName: db.prepare<[LensId], string>('SELECT deleted_name FROM lenses WHERE id = ? AND deleted_at IS NOT NULL').pluck(),
  restore: db.prepare<[name: string, LensId]>('UPDATE lenses SET deleted_at = NULL, deleted_name = NULL, name = ? WHERE id = ?'),
  copyHeight: db.prepare<[from: LensId, to: LensId]>('UPDATE lenses SET height = (SELECT height FROM lenses WHERE id = ?) WHERE id = ?')
}));

/** The lenses that are not deleted, oldest first. */
export function readLenses(store: Store): Lens[] {
  return read(store, () => statements(store).list.all().map(toLens));
}

/** @throws {CodedError} `bad-request` for an unknown or deleted lens */
export function requireLens(store: Store, id: LensId): void {
  if (statements(store).exists.get(id) === undefined) throw new CodedError('bad-request', `There is no lens ${id} in this library. Choose another one.`);
}

/** The lens with that id. @throws {CodedError} as `requireLens` */
export function readLens(store: Store, id: LensId): Lens {
  requireLens(store, id);
  const lens = readLenses(store).find((known) => known.id === id);
  if (lens === undefined) throw new Error(`expected lens ${id}, got none`);
  return lens;
}

/** Adds a lens. @throws {CodedError} `bad-request` for a name that is empty, too long or taken */
export function addLens(store: Store, name: string, now: number): Lens {
  return write(store, () => {
    const id = statements(store).add.get(freeName(store, name, null), now);
    if (id === undefined) throw new Error('expected the added lens, got none');
    return readLens(store, id);
  });
}

/** Copies another lens's cut height and groups, with their names. Judgments are copied through the log. */
export function copyGroups(store: Store, from: LensId, to: LensId): void {
  write(store, () => {
    statements(store).copyHeight.run(from, to);
    copyGroupRows(store, from, to);
  });
}

/** @throws {CodedError} `bad-request` as `requireLens` and `addLens` */
export function renameLens(store: Store, id: LensId, name: string): Lens {
  return write(store, () => {
    requireLens(store, id);
    statements(store).rename.run(freeName(store, name, id), id);
    return readLens(store, id);
  });
}

/** Deletes a lens, with its judgments and groups, until it is restored. @throws {CodedError} `bad-request` for the only one */
export function deleteLens(store: Store, id: LensId, now: number): void {
  write(store, () => {
    requireLens(store, id);
    if (statements(store).list.all().length < 2) throw new CodedError('bad-request', 'This is the only lens. Create another one before deleting it.');
    statements(store).remove.run(now, id);
  });
}

/** Brings a deleted lens back; under a new name if its own is taken meanwhile. @throws {CodedError} `bad-request` for one that was not deleted */
export function restoreLens(store: Store, id: LensId): Lens {
  return write(store, () => {
    const name = statements(store).deletedName.get(id);
    if (name === undefined) throw new CodedError('bad-request', `There is no deleted lens ${id} in this library.`);
    let free = name;
    for (let copy = 2; isTaken(store, free, id); copy++) free = `${name} ${copy}`;
    statements(store).restore.run(free, id);
    return readLens(store, id);
  });
}

function toLens({ id, name, createdAt }: Row): Lens {
  return { id, name: id === DEFAULT_LENS && name === UNNAMED ? null : name, createdAt };
}

/** The name as it is stored. */
function freeName(store: Store, given: string, own: LensId | null): string {
  const name = given.normalize('NFC').replace(/[\u0000-\u001f\u007f]/g, ' ').replace(/\s+/g, ' ').trim();
  if (name === '') throw new CodedError('bad-request', 'A lens needs a name. Type at least one letter.');
  if (name.length > LONGEST_NAME) throw new CodedError('bad-request', `A lens's name has at most ${LONGEST_NAME} characters, this one has ${name.length}. Shorten it.`);
  if (isTaken(store, name, own)) throw new CodedError('bad-request', `There is already a lens named "${name}". Choose another name.`);
  return name;
}

function isTaken(store: Store, name: string, own: LensId | null): boolean {
  const same = name.toLocaleLowerCase('en');
  return statements(store).list.all().some((lens) => lens.id !== own && lens.name.toLocaleLowerCase('en') === same);
}
