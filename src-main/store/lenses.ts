// Lenses: named metrics, each with its own judgments and groups.
import type { LensId } from '../../src-shared/contract.ts';
import { preparedOnce, read, write } from './access.ts';
import type { Store } from './database.ts';

export interface Lens {
  readonly id: LensId;
  readonly name: string;
}

/** The lens every library has from its first migration. */
export const DEFAULT_LENS = 1 as LensId; // the id given by that migration

const statements = preparedOnce((db) => ({
  list: db.prepare<[], Lens>('SELECT id, name FROM lenses ORDER BY id'),
  exists: db.prepare<[LensId], number>('SELECT 1 FROM lenses WHERE id = ?').pluck(),
  add: db.prepare<[name: string, now: number], Lens>('INSERT INTO lenses (name, created_at) VALUES (?, ?) RETURNING id, name')
}));

/** All lenses, oldest first. */
export function readLenses(store: Store): Lens[] {
  return read(store, () => statements(store).list.all());
}

/** @throws {RangeError} for an id that no lens has */
export function requireLens(store: Store, id: LensId): void {
  if (statements(store).exists.get(id) === undefined) throw new RangeError(`expected a lens, got ${id}`);
}

/** Adds a lens. @param name not used by another lens */
export function addLens(store: Store, name: string, now: number): Lens {
  return write(store, () => {
    if (readLenses(store).some((lens) => lens.name === name)) throw new RangeError(`expected a new name for a lens, got '${name}' again`);
    const lens = statements(store).add.get(name, now);
    if (lens === undefined) throw new Error('expected the added lens, got none');
    return lens;
  });
}
