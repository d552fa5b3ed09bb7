// Which photos of an answer are drawn: of hundreds, those that it is in conflict with other answers about. Draws nothing.

import type { PhotoId, Statement } from '../../src-shared/contract.ts';

/** The photos of each side of a statement, as it is drawn. */
export function sidesOf(statement: Statement): readonly (readonly PhotoId[])[] {
  switch (statement.kind) {
    case 'apart': return [statement.photos, statement.others];
    case 'different': return statement.photos.map((photo) => [photo]);
    case 'closer': return statement.photos.map((photo) => [photo]);
    default: return [statement.photos];
  }
}

/** `photos` with those first that are in the other statements, by turns of each of their sides: a few from the front show why all of them do not fit. */
export function inConflictFirst(photos: readonly PhotoId[], others: readonly Statement[]): readonly PhotoId[] {
  const shared = others.flatMap(sidesOf).map((side) => new Set(side)).map((side) => photos.filter((photo) => side.has(photo)));
  const longest = Math.max(0, ...shared.map(({ length }) => length));
  const byTurns = Array.from({ length: longest }, (_, at) => shared.flatMap((side) => side.slice(at, at + 1))).flat();
  return [...new Set([...byTurns, ...photos])];
}
