// What the user says of photos.

import type { JudgmentId, LensId, PhotoId } from '../ids.ts';

/** What the user says. Photos in the order given; `together` and `apart` are gestures on groups. */
export type Statement =
  | { readonly kind: 'similar'; readonly photos: readonly [PhotoId, PhotoId] }
  | { readonly kind: 'different'; readonly photos: readonly [PhotoId, PhotoId] }
  /** 0: nothing alike … 1: the same. Informs the metric, does not constrain groups. */
  | { readonly kind: 'degree'; readonly photos: readonly [PhotoId, PhotoId]; readonly degree: number }
  /** The second photo is closer to the first than the third is. Informs the metric, does not constrain groups. */
  | { readonly kind: 'closer'; readonly photos: readonly [PhotoId, PhotoId, PhotoId] }
  /** All of these are one group (two or more). */
  | { readonly kind: 'together'; readonly photos: readonly PhotoId[] }
  /** None of `photos` belongs with any of `others`. */
  | { readonly kind: 'apart'; readonly photos: readonly PhotoId[]; readonly others: readonly PhotoId[] };

/**
 * How a judgment came about. Whether an answer to the app's own question is "similar" depends on the photos alone, so such answers are a
 * fair sample at every distance. Pairs that a user picks are not: they were picked because the groups were wrong, or by what is on them.
 */
export type Origin =
  /** `probability`: of "similar", 0 … 1, as predicted when it was asked. */
  | { readonly kind: 'asked'; readonly probability: number }
  /** `height`: where the tree was cut when it was said; `null` if the user saw no groups, as for imports. */
  | { readonly kind: 'volunteered'; readonly height: number | null };

export interface Judgment {
  readonly id: JudgmentId;
  readonly lensId: LensId;
  readonly statement: Statement;
  readonly origin: Origin;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/** Id of a step: that of its first judgment, if it made one. */
export type StepId = number;

/** Judgments made and undone together: how many it made, and how many earlier ones it dropped for them. */
export interface JudgmentStep {
  readonly id: StepId;
  readonly made: number;
  readonly dropped: number;
}

export interface JudgmentLog {
  readonly lensId: LensId;
  /** The highest id of an entry, those of undo and redo included: answers and events may arrive out of order, and of two logs the higher is the newer. */
  readonly revision: number;
  /** Judgments in force, oldest first. */
  readonly judgments: readonly Judgment[];
  readonly undoable: JudgmentStep | null;
  readonly redoable: JudgmentStep | null;
  /** How many are unreadable because of disk damage; left out if none. */
  readonly unreadable?: number;
}

/** A contradiction comes with the chain of earlier judgments that causes it; then nothing is recorded. */
export type JudgmentOutcome =
  | { readonly status: 'recorded'; readonly judgments: readonly Judgment[]; readonly log: JudgmentLog }
  | { readonly status: 'already-known'; readonly log: JudgmentLog }
  | { readonly status: 'contradiction'; readonly chain: readonly Judgment[]; readonly log: JudgmentLog };

/** A line of a judgments file, counted from 1, that was not imported, and why (English). */
export interface RefusedLine {
  readonly line: number;
  readonly reason: string;
}

/** The result of importing a judgments file. Each lens's judgments are one step, so a single undo removes them. */
export interface ImportReport {
  readonly added: number;
  /** Already known, here or from earlier in the file. */
  readonly known: number;
  /** Of those added, how many are about photos that this library has not seen. */
  readonly waiting: number;
  /** Lenses created for the file. */
  readonly lenses: readonly string[];
  readonly contradictions: readonly RefusedLine[];
  readonly damaged: readonly RefusedLine[];
}

/** Requests about judgments, and about questions that were skipped. */
export interface JudgmentRequests {
  'judgments.read': { input: { readonly lensId: LensId }; output: JudgmentLog };
  'judgments.add': { input: { readonly lensId: LensId; readonly statement: Statement; readonly origin: Origin }; output: JudgmentOutcome };
  /** Drops earlier judgments and adds new ones of one origin, as one step: all of it or, if it contradicts the rest, nothing. */
  'judgments.change': {
    input: { readonly lensId: LensId; readonly drop: readonly JudgmentId[]; readonly statements: readonly Statement[]; readonly origin: Origin };
    output: JudgmentOutcome;
  };
  /** The judgments in force of one lens, or of all (`null`), as JSON lines by content hash. */
  'judgments.export': { input: { readonly lensId: LensId | null }; output: string };
  /** The same, to a file that the user chooses in the system's dialog: its path, or `null` if cancelled or the host has no dialog. */
  'judgments.save': { input: { readonly lensId: LensId | null }; output: string | null };
  /** Imports JSON lines; each line into its lens, which is created if missing, or all into one. All count as volunteered: see `Origin`. */
  'judgments.import': { input: { readonly lensId: LensId | null; readonly text: string }; output: ImportReport };
  /** Undoes that step: the last one, or an earlier one that nothing later depends on. Any other stays as it is. */
  'judgments.undo': { input: { readonly lensId: LensId; readonly step: StepId }; output: JudgmentLog };
  /** Redoes that step, if it was the last to be undone and nothing was said since. */
  'judgments.redo': { input: { readonly lensId: LensId; readonly step: StepId }; output: JudgmentLog };
  /** Keys (`keyOf`) of the questions that the user skipped under a lens. */
  'questions.skipped': { input: { readonly lensId: LensId }; output: readonly string[] };
  /** Records that the question about these photos was skipped, or (`false`) that it may be asked again. Of a sheet, those that stand for its groups. */
  'questions.skip': { input: { readonly lensId: LensId; readonly photos: readonly PhotoId[]; readonly skipped: boolean }; output: null };
}
