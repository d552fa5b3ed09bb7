// Training the encoder: versions, runs, and the backends that compute them.

import type { Failure } from './failures.ts';

/** Id of a set of encoder weights. */
export type EncoderVersionId = number & { readonly __brand: 'EncoderVersionId' };

/** How an encoder performs, together with the other feature groups, on photos of this library that it was not trained on. */
export interface EncoderScores {
  /** Share of views whose nearest photo is the one they show. */
  readonly recallAt1: number;
  /** Mean of 1 / rank of the photo that a view shows. */
  readonly mAP: number;
  /** Probability that a pair judged similar is closer than one judged different; `null` if too few pairs were judged. */
  readonly auc: number | null;
}

/** By how much one encoder scores better than another (learning/scores/overall), and the standard error of that. */
export interface EncoderGain {
  readonly score: number;
  readonly error: number;
}

export interface EncoderVersion {
  readonly id: EncoderVersionId;
  readonly name: string;
  /** Whether it came with the app; then it cannot be deleted. The same with one look, from before it had two, is neither this nor trained. */
  readonly shipped: boolean;
  readonly inUse: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** `null` for one that came with the app. `before` has the scores of the version it started from, on the same photos. */
  readonly trained: {
    readonly before: EncoderScores;
    readonly after: EncoderScores;
    readonly photos: number;
    readonly seconds: number;
    readonly backend: string;
  } | null;
  /** The pack that it computes with, and what both scored when it was tried; `null` for the app's own and those trained from it. */
  readonly pack: { readonly id: string; readonly title: string; readonly before: EncoderScores | null; readonly after: EncoderScores | null; readonly heldOut: number } | null;
}

/** `at` in seconds of training. */
export interface TrainPoint {
  readonly at: number;
  readonly value: number;
}

/** `preparing`: scores the held-out photos first. `encoding`: encodes all photos with the new version. */
export type TrainPhase = 'idle' | 'preparing' | 'training' | 'scoring' | 'encoding' | 'paused' | 'done' | 'cancelled' | 'failed';

/** Something the user should know about a run: a backend failed and another took over, the run was interrupted, or it waits for mains power or memory. */
export type TrainNotice =
  | { readonly kind: 'backend-failed'; readonly from: string; readonly to: string; readonly reason: string }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'battery' | 'memory' };

export interface TrainProgress {
  readonly phase: TrainPhase;
  /** `switch`: switches to an earlier version, after encoding the photos it never saw. `pack`: tries an encoder from outside, and switches to it if it is better. */
  readonly job: 'train' | 'switch' | 'pack';
  /** Time spent on training, out of `budget`; both in seconds. */
  readonly seconds: number;
  readonly budget: number;
  /** Until everything is done, including encoding; `null` until measured. */
  readonly secondsLeft: number | null;
  /** Photos per second, trained on or encoded. */
  readonly speed: number;
  /** Photos trained on, and those held out for scoring. */
  readonly photos: number;
  readonly heldOut: number;
  readonly encoded: { readonly done: number; readonly total: number };
  readonly backend: string | null;
  /** Which part of the encoder is trained, or that an adapter on one from outside is. */
  readonly depth: 'last-blocks' | 'all' | 'adapter' | null;
  readonly loss: readonly TrainPoint[];
  /** On the held-out photos: mAP of finding a photo by one of its views. */
  readonly score: readonly TrainPoint[];
  readonly notices: readonly TrainNotice[];
  /** When training is over: whether the new version was better, by a gain larger than its error, and is used; `gain` is left out of runs that began before it was measured. */
  readonly outcome: { readonly adopted: boolean; readonly before: EncoderScores; readonly after: EncoderScores; readonly gain?: EncoderGain } | null;
  readonly error: Failure | null;
}

/** A compute backend, best first; the first usable one is taken. Several of one name compute on different devices. */
export interface BackendState {
  readonly name: string;
  readonly usable: boolean;
  /** Why it is not usable, or a remark about it (English). */
  readonly note: string | null;
  /** The one thing that it is used for; looking at photos and learning if left out. */
  readonly only?: 'looking' | 'learning';
}

/** What a page's WebGPU reports about its adapter. */
export interface GpuAdapter {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter: boolean;
}

/** Which kind of learning/work a worker in a page does. */
export type GpuRole = 'photos' | 'training';

/** What a page should do with its workers, identified by number. Data and messages are those of learning/work. */
export type GpuOrder =
  | { readonly kind: 'start'; readonly worker: number; readonly role: GpuRole; readonly data: unknown }
  | { readonly kind: 'post'; readonly worker: number; readonly message: unknown }
  | { readonly kind: 'end'; readonly worker: number };

interface GpuError {
  readonly name: string;
  readonly message: string;
}

/** A reply of a worker in a page: ready, an answer, a failed request, or why it died. */
export type GpuReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly answer: unknown }
  | { readonly kind: 'error'; readonly error: GpuError }
  | { readonly kind: 'died'; readonly error: GpuError };

/** What a training would involve. */
export interface TrainPlan {
  readonly photos: number;
  /** The fewest photos that can be trained on. */
  readonly fewest: number;
  /** A suitable duration for this many photos on this machine. */
  readonly minutes: number;
  readonly backends: readonly BackendState[];
}

/** Requests about training and encoder versions. */
export interface TrainingRequests {
  'train.plan': { input: null; output: TrainPlan };
  'train.progress': { input: null; output: TrainProgress };
  /** Starts a run, or resumes an interrupted one. Refuses (`too-few-photos`) a library that is too small. */
  'train.start': { input: { readonly minutes: number }; output: TrainProgress };
  'train.pause': { input: null; output: TrainProgress };
  'train.resume': { input: null; output: TrainProgress };
  'train.cancel': { input: null; output: TrainProgress };
  'encoder.versions': { input: null; output: readonly EncoderVersion[] };
  /** Switches to an earlier version, after encoding the photos it never saw. */
  'encoder.use': { input: { readonly id: EncoderVersionId }; output: TrainProgress };
  /** Tries an encoder from outside, and switches to it if it is better than the one in use, or `anyway`. */
  'encoder.usePack': { input: { readonly pack: string; readonly anyway: boolean }; output: TrainProgress };
  /** Refuses (`bad-request`) the one in use and one that came with the app. */
  'encoder.delete': { input: { readonly id: EncoderVersionId }; output: readonly EncoderVersion[] };
}
