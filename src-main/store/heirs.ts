// The photos that take over from those that a plan takes away, kept with the plan, and what each got. What is handed: filing/hand-over.
import type { AlbumId } from '../../src-shared/albums/album.ts';
import type { Heir } from '../../src-shared/duplicates/heirs.ts';
import type { PlanId } from '../../src-shared/filing/plan.ts';
import type { PhotoId } from '../../src-shared/ids.ts';
import { preparedOnce, read, write } from './access.ts';
import type { Store } from './database.ts';

/** What an heir got: albums that it came into, and a mark, both packed. */
export interface Handed {
  readonly albums: readonly AlbumId[];
  readonly mark: { readonly before: number; readonly given: number } | null;
}

export interface PlannedHeir extends Heir {
  /** `null`: nothing. */
  readonly handed: Handed | null;
  /** Whether the plan took files of the photo. */
  readonly taken: boolean;
  /** Whether the photo has a file now, and the heir. */
  readonly present: boolean;
  readonly heirPresent: boolean;
}

interface Row {
  readonly photo: PhotoId;
  readonly heir: PhotoId;
  readonly handed: string | null;
  readonly taken: 0 | 1;
  readonly present: 0 | 1;
  readonly heirPresent: 0 | 1;
}

const hasFile = (photo: string): string => `EXISTS (
  SELECT 1 FROM files f JOIN folders d ON d.id = f.folder_id
  WHERE f.photo_id = ${photo} AND f.missing_since IS NULL AND f.content_hash IS NOT NULL AND d.removed_at IS NULL
)`;

const statements = preparedOnce((db) => ({
  // photos as they are now: one may have been merged since a page learned of it
  add: db.prepare<[PlanId, heirs: string]>(
    `INSERT OR IGNORE INTO plan_heirs (plan_id, photo_id, heir_id)
     SELECT ?, COALESCE(p.merged_into, p.id), COALESCE(h.merged_into, h.id)
     FROM json_each(?) j JOIN photos p ON p.id = j.value ->> 0 JOIN photos h ON h.id = j.value ->> 1
     WHERE COALESCE(p.merged_into, p.id) <> COALESCE(h.merged_into, h.id)`
  ),
  of: db.prepare<[PlanId, PlanId], Row>(
    `SELECT e.photo_id AS photo, COALESCE(h.merged_into, h.id) AS heir, e.handed, ${hasFile('COALESCE(p.merged_into, p.id)')} AS present, ${hasFile('COALESCE(h.merged_into, h.id)')} AS heirPresent,
       e.photo_id IN (SELECT photo_id FROM plan_steps WHERE plan_id = ? AND sidecar_of IS NULL AND state = 'done') AS taken
     FROM plan_heirs e JOIN photos p ON p.id = e.photo_id JOIN photos h ON h.id = e.heir_id WHERE e.plan_id = ? ORDER BY e.photo_id`
  ),
  handed: db.prepare<[handed: string | null, PlanId, PhotoId]>('UPDATE plan_heirs SET handed = ? WHERE plan_id = ? AND photo_id = ?'),
  due: db.prepare<[PlanId]>('UPDATE plans SET heirs_due = 1 WHERE id = ? AND EXISTS (SELECT 1 FROM plan_heirs WHERE plan_id = plans.id)'),
  // a step that is not settled may yet turn out to be done
  dealtWith: db.prepare<[PlanId]>("UPDATE plans SET heirs_due = 0 WHERE id = ? AND NOT EXISTS (SELECT 1 FROM plan_steps WHERE plan_id = plans.id AND state = 'doing')"),
  allDue: db.prepare<[], PlanId>('SELECT id FROM plans WHERE heirs_due = 1 ORDER BY id').pluck()
}));

/** Keeps heirs with a plan; those of unknown photos are left out. */
export function addHeirs(store: Store, plan: PlanId, heirs: readonly Heir[]): void {
  if (heirs.length > 0) write(store, () => statements(store).add.run(plan, JSON.stringify(heirs.map(({ photo, heir }) => [photo, heir]))));
}

/** The heirs of a plan as things are now, by photo. */
export function readHeirs(store: Store, plan: PlanId): PlannedHeir[] {
  return read(store, () => statements(store).of.all(plan, plan).map(({ handed, taken, present, heirPresent, ...row }) => ({
    ...row, handed: handed === null ? null : (JSON.parse(handed) as Handed), taken: taken === 1, present: present === 1, heirPresent: heirPresent === 1 // only written below
  })));
}

export function writeHanded(store: Store, plan: PlanId, photo: PhotoId, handed: Handed | null): void {
  write(store, () => statements(store).handed.run(handed && JSON.stringify(handed), plan, photo));
}

/** Files of a plan begin to move: until `noteDealtWith`, it is among `readDue`, also after a kill. */
export function noteDue(store: Store, plan: PlanId): void {
  write(store, () => statements(store).due.run(plan));
}

/** Its heirs were dealt with. A plan with a step that is not settled stays due. */
export function noteDealtWith(store: Store, plan: PlanId): void {
  write(store, () => statements(store).dealtWith.run(plan));
}

/** Plans whose heirs are to be dealt with. */
export function readDue(store: Store): PlanId[] {
  return read(store, () => statements(store).allDue.all());
}
