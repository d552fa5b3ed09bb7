// Plans: actions on the user's files as data. A plan is made and shown first, then performed step by step, and can be undone. Pure:
// nothing here touches a file; src-main/filing does.
import type { XmpFacts } from '../exchange/xmp-fields.ts';
import type { LensId, PhotoId } from '../ids.ts';
import type { PhotoFile } from '../photo.ts';

/** Id of a plan in its library. */
export type PlanId = number & { readonly __brand: 'PlanId' };
/** Id of a preview, which can be started while it is among the last few. */
export type DraftId = string & { readonly __brand: 'DraftId' };

/** What happens to each file. Nothing is ever deleted: `trash` is the system's trash. */
export type PlanKind = 'trash' | 'move' | 'copy' | 'hardlink' | 'symlink';

/**
 * `doing`: between its first and its last change on disk; recovery makes it `done` or `planned` again. `refused`: it was not done, for
 * the reason in `refusal`. `undone`: it was done, and taken back.
 */
export type StepState = 'planned' | 'doing' | 'done' | 'refused' | 'undone';

/**
 * Why a step was not done, or not undone. `changed`, `vanished`: the file is not what was indexed. `is-link`: it only leads to a file
 * elsewhere. `last-file`: no other file of the photo would be left. `offline`: its folder is not there. `already-there`: it is where it
 * would go. `exists`: a file is where it would go. `companion`: what it accompanies was refused. `not-restorable`: only the user can take it
 * out of the trash. `not-written`: what is known of the photo could not be written. `no-exiftool`: the program that does so cannot run.
 */
export type RefusalCode =
  | 'changed' | 'vanished' | 'is-link' | 'last-file' | 'offline' | 'already-there' | 'exists' | 'companion' | 'target-missing' | 'target-in-library'
  | 'no-access' | 'in-use' | 'in-package' | 'read-only' | 'disk-full' | 'name-too-long' | 'not-supported' | 'no-trash' | 'not-in-trash' | 'not-restorable' | 'not-written' | 'no-exiftool' | 'failed';

/** `message` says what to do, in English; the screen translates by `code`. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
}

/** What is written into a file on its way, beside what is there: into a sidecar, or into a copy of the photo itself. The original never changes. */
export interface Writing {
  readonly facts: XmpFacts;
  /** Whether the user gave the mark; otherwise one that is in the file stays. */
  readonly said: boolean;
}

/** What happens to one file. */
export interface PlanStep {
  /** Its place in the plan, from 0: steps are performed in this order. */
  readonly place: number;
  readonly photo: PhotoId;
  readonly from: PhotoFile;
  /** Where it goes (absolute); `null` for the trash. Another number may be appended when it gets there. */
  readonly to: string | null;
  readonly bytes: number;
  /** SHA-256 that its content must have, lower-case hex; empty for a sidecar that is made new, which is named as if it were beside the photo. */
  readonly hash: string;
  /** The step whose file it accompanies, as a file of edits does a photo; `null` for a photo itself. */
  readonly sidecarOf: number | null;
  /** Of a plan that is not stored yet: whether it is a raw file, which accompanies the picture of the same shot. */
  readonly raw?: true;
  /** How many files of the photo remain in the library's folders that are there, after the plan. */
  readonly remain: number;
  /** Whether it takes the last of these. */
  readonly last: boolean;
  readonly state: StepState;
  /** Why it is refused; of a `planned` or `done` step, why it could not be done or undone the last time. */
  readonly refusal: Refusal | null;
  /** Left out: the file arrives as it is. */
  readonly writes?: Writing;
}

export interface PlanFacts {
  readonly kind: PlanKind;
  /** What the user wanted, in the words of the screen or command that made it. */
  readonly why: string;
  /** The folder that files go to (absolute); `null` for the trash. */
  readonly target: string | null;
  /** Whether the last file of a photo may go too. */
  readonly lastToo: boolean;
}

export interface Plan extends PlanFacts {
  readonly id: PlanId;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  readonly steps: readonly PlanStep[];
}

/** A photo to act on. */
export interface ChosenPhoto {
  readonly photo: PhotoId;
  /** The one of its files that is meant. Otherwise, for the trash and moves all of its files, else the first. */
  readonly file?: PhotoFile;
  /** Where it goes below the target, `/`-separated with its name; otherwise where the request's pattern says. */
  readonly as?: string;
  /** What `{group}` and `{album}` of the pattern stand for. */
  readonly group?: string;
  readonly album?: string;
}

/** What a plan is made of. */
export interface PlanRequest {
  readonly kind: PlanKind;
  readonly why: string;
  readonly chosen: readonly ChosenPhoto[];
  /** An existing folder (absolute); `null` for the trash. */
  readonly target: string | null;
  /** Where files go below the target, such as `{year}/{group}` (filing/pattern); otherwise directly into it, under the names they have. */
  readonly pattern?: string;
  readonly lastToo?: boolean;
  /** Whether the target may be inside a folder of the library, which indexes the files there again. */
  readonly inLibrary?: boolean;
  readonly writing?: WritingRequest;
}

/** Where what is known of the photos is written. */
export interface WritingRequest {
  /** Into a sidecar beside each; one that is there already gets it in its copy, or stays as it is where files are moved. */
  readonly sidecars: boolean;
  /** Into the copies themselves: only for kind `copy`. */
  readonly files: boolean;
  /** The lens that `group` of the chosen photos is of. */
  readonly lensId: LensId;
}

/** How many steps are in which state. */
export type StepCounts = Readonly<Record<StepState, number>>;

export interface PlanSummary extends PlanFacts {
  readonly id: PlanId;
  readonly madeAt: number;
  readonly counts: StepCounts;
  /** Of all its steps. */
  readonly bytes: number;
}

/** What a plan would do. */
export interface PlanPreview extends PlanFacts {
  readonly draft: DraftId;
  readonly steps: readonly PlanStep[];
  /** Of the steps that are not refused: files, sidecars among them, and bytes. */
  readonly files: number;
  readonly sidecars: number;
  readonly bytes: number;
  /** Photos acted on, and how many of them keep no file in the library. */
  readonly photos: number;
  readonly withoutFile: number;
  /** Refused steps by reason. */
  readonly refused: Readonly<Partial<Record<RefusalCode, number>>>;
}

/** `stopped`: it was cancelled or cannot go on for the reason in `stoppedBy`; what is planned can be resumed. */
export type PlanPhase = 'running' | 'stopped' | 'ended' | 'failed';

export interface PlanProgress {
  readonly id: PlanId;
  readonly kind: PlanKind;
  readonly phase: PlanPhase;
  readonly undoing: boolean;
  /** Steps dealt with in this run, and how many it has; refused ones among them. */
  readonly done: number;
  readonly total: number;
  readonly refused: number;
  /** Bytes of the steps dealt with, and of all. */
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly stoppedBy: Refusal | null;
}

/** Counts what steps would do. */
export function previewOf(draft: DraftId, { kind, why, target, lastToo }: PlanFacts, steps: readonly PlanStep[]): PlanPreview {
  const refused: Partial<Record<RefusalCode, number>> = {};
  for (const { state, refusal } of steps) if (state === 'refused' && refusal) refused[refusal.code] = (refused[refusal.code] ?? 0) + 1;
  const meant = steps.filter(({ state }) => state !== 'refused');
  return {
    draft, kind, why, target, lastToo, steps, files: meant.length, refused,
    sidecars: meant.filter(({ sidecarOf, raw }) => sidecarOf !== null && !raw).length,
    bytes: meant.reduce((sum, { bytes }) => sum + bytes, 0),
    photos: new Set(meant.map(({ photo }) => photo)).size,
    withoutFile: new Set(meant.filter(({ last }) => last).map(({ photo }) => photo)).size
  };
}

/** Whether files leave the place where they are. */
export function takesAway(kind: PlanKind): boolean {
  return kind === 'trash' || kind === 'move';
}
