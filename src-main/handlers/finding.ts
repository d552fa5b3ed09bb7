// Requests about finding photos.

import type { LibraryHandlers } from '../../src-shared/contract.ts';
import type { FindingRequests } from '../../src-shared/contract/finding.ts';
import type { Library } from '../library/library.ts';

export const findingHandlers: Pick<LibraryHandlers<Pick<Library, 'finding'>>, keyof FindingRequests> = {
  'photos.find': ({ finding }, { filter, lensId, best = false }) => finding.find(filter, lensId, { best }),
  'photos.columns': ({ finding }) => finding.columns(),
  'photos.certainty': ({ finding }, { lensId }) => finding.certainty(lensId),
  'finding.choices': ({ finding }) => finding.choices()
};
