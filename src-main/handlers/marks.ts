// Requests about marks: read, changed and brought back, with every page told of it.

import type { LibraryEmit, LibraryHandlers, LibraryId, MarksChange } from '../../src-shared/contract.ts';
import { packMark, unpackMark } from '../../src-shared/marks/packed.ts';
import type { Library } from '../library/library.ts';
import { readMarks, restoreMarks, writeMarks } from '../store/marks.ts';

type Names = 'marks.read' | 'marks.write' | 'marks.restore';

export function marksHandlers(tell: (id: LibraryId) => LibraryEmit): Pick<LibraryHandlers<Pick<Library, 'id' | 'store'>>, Names> {
  const told = (id: LibraryId, change: MarksChange): MarksChange => {
    if (change.now.ids.length > 0) tell(id)('marks.changed', change.now);
    return change;
  };
  return {
    'marks.read': ({ store }) => readMarks(store),
    'marks.write': async ({ id, store }, { ids, change }) => told(id, writeMarks(store, ids, (mark) => packMark({ ...unpackMark(mark), ...change }), Date.now())),
    'marks.restore': async ({ id, store }, table) => told(id, restoreMarks(store, table, Date.now()))
  };
}
