// All migrations in order: append-only. The n-th (from 1) leads to `user_version` n; each has its test.
import { initial } from './001-initial.ts';
import { stepsAndLenses } from './002-steps-and-lenses.ts';
import { encoderTraining } from './003-encoder-training.ts';
import { twoIdentities } from './004-two-identities.ts';
import { severalFolders } from './005-several-folders.ts';
import { groupsInColumns } from './006-groups-in-columns.ts';
import { origins } from './007-origins.ts';
import { photosInOrder } from './008-photos-in-order.ts';
import { copies } from './009-copies.ts';
import { plans } from './010-plans.ts';
import { keeperChoices } from './011-keeper-choices.ts';
import { marks } from './012-marks.ts';
import { albums } from './013-albums.ts';
import { writing } from './014-writing.ts';
import { heirs } from './015-heirs.ts';
import { dates } from './016-dates.ts';
import { pairs } from './017-pairs.ts';
import { optics } from './018-optics.ts';
import { packs } from './019-packs.ts';
import { moments } from './020-moments.ts';
import { usedEncoders } from './021-used-encoders.ts';
import type { Migration } from './migration.ts';
import { initialThumbnails } from './thumbnails-001-initial.ts';

/** Of library.db. */
export const libraryMigrations: readonly Migration[] = [initial, stepsAndLenses, encoderTraining, twoIdentities, severalFolders, groupsInColumns, origins, photosInOrder, copies, plans, keeperChoices, marks, albums, writing, heirs, dates, pairs, optics, packs, moments, usedEncoders];
/** Of thumbnails.db. */
export const thumbnailMigrations: readonly Migration[] = [initialThumbnails];
