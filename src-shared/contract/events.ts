// Events: what the main side tells pages unasked.

import type { PlanProgress } from '../filing/plan.ts';
import type { LensId } from '../ids.ts';
import type { MapMethod, MapProgress } from '../mapping/map.ts';
import type { MenuCommand } from './app.ts';
import type { BackupProgress } from './backups.ts';
import type { IndexProgress } from './indexing.ts';
import type { JudgmentLog } from './judgments.ts';
import type { Lens } from './lenses.ts';
import type { LibraryState } from './libraries.ts';
import type { MarkTable } from './marks.ts';
import type { PackState } from './packs.ts';
import type { EncoderVersion, TrainProgress } from './training.ts';
import type { UpdateState } from './updates.ts';

/** Events of the app as a whole, sent to every page. */
export interface AppEvents {
  /** There are orders for this page: `gpu.take`. */
  'gpu.wanted': { readonly page: string };
  /** A folder was opened from outside the page (the menu, a second start): `library.enter` with `null` returns it. */
  'library.offered': null;
  'menu.chosen': MenuCommand;
  /** An image was opened with the app: `image.take`. */
  'image.offered': null;
  'backup.progress': BackupProgress;
  /** Encoders from outside were added or removed. */
  'packs.changed': readonly PackState[];
  'updates.changed': UpdateState;
}

/** Events of one library, which is named separately from the payload. */
export interface LibraryEvents {
  'index.progress': IndexProgress;
  /** Photos were added or disappeared: read `photos.list` again when convenient. */
  'photos.changed': { readonly photos: number; readonly problems: number };
  /** Marks of these photos are now as given, whoever changed them. Marks read from files come with `photos.changed`. */
  'marks.changed': MarkTable;
  /** What photos are found by changed: ask `photos.find` again. `photos`: also what `photos.columns` says. */
  'finding.changed': { readonly photos: boolean };
  /** Albums changed, or what smart ones hold. */
  'albums.changed': null;
  /** A look at what other programs say is at this photo file. */
  'import.progress': { readonly done: number; readonly total: number };
  /** Points changed (index finished, a new encoder version, a new fit): fetch the space again from its address. */
  'space.changed': { readonly lensId: LensId; readonly revision: number };
  'map.progress': MapProgress;
  /** A map was made, or photos were placed on it. */
  'map.changed': { readonly lensId: LensId; readonly method: MapMethod };
  /** Groups were written, by whichever page. */
  'groups.changed': { readonly lensId: LensId; readonly revision: number };
  'judgments.changed': JudgmentLog;
  'lenses.changed': readonly Lens[];
  /** Sets of duplicates, decisions or proposals changed; `left` as in `duplicates.list`. */
  'duplicates.changed': { readonly left: number | null };

  /** A plan of actions on files goes on or has ended. */
  'plans.progress': PlanProgress;
  'train.progress': TrainProgress;
  'encoder.changed': readonly EncoderVersion[];
  'library.changed': LibraryState;
  /** It is about to close: pages that hold it store their unsaved changes and send `library.flushed`, within seconds. */
  'library.closing': null;
  /** It was closed, whoever held it. */
  'library.closed': null;
}
