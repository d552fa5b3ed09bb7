// Requests about what other programs say of the photos: looked for, and taken over as chosen, with every page told of it.

import type { LibraryEmit, LibraryHandlers, LibraryId } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';
import { lookElsewhere, type Looked } from '../library/importing/look.ts';
import { takeOver } from '../library/importing/take.ts';
import type { Library } from '../library/library.ts';
import { readMark } from '../store/marks.ts';
import type { PhotoId } from '../../src-shared/ids.ts';

type Names = 'import.look' | 'import.take';

/** Progress is told this often. */
const TELL_MS = 200;

/** The last look of each open library: what was found of a large one takes some memory. */
const looks = new WeakMap<Pick<Library, 'store'>, Looked>();

export function importHandlers(tell: (id: LibraryId) => LibraryEmit): Pick<LibraryHandlers<Pick<Library, 'id' | 'store' | 'judge' | 'judged' | 'lenses'>>, Names> {
  return {
    'import.look': async (library, { from }) => {
      let last = 0;
      const looked = await lookElsewhere(library.store, from, (done, total) => {
        if (Date.now() - last < TELL_MS) return;
        last = Date.now();
        tell(library.id)('import.progress', { done, total });
      });
      looks.set(library, looked);
      return looked.found;
    },
    'import.take': async (library, choice) => {
      const looked = looks.get(library);
      if (looked?.found.look !== choice.look) throw new CodedError('bad-request', 'What was found is forgotten, because another look began since. Look again.');
      const judge = choice.lensId === null ? null : await library.lenses.openJudge(choice.lensId);
      const taken = await takeOver(library.store, looked, choice, judge);
      looks.delete(library);
      if (taken.made.length + taken.filled.length > 0) tell(library.id)('albums.changed', null);
      if (taken.marks && taken.marks.earlier.ids.length > 0) {
        const { ids } = taken.marks.earlier;
        tell(library.id)('marks.changed', { ids, marks: Uint16Array.from(ids, (id) => readMark(library.store, id as PhotoId)) });
      }
      if (judge && taken.groups?.step) library.judged(judge.log);
      return taken;
    }
  };
}
