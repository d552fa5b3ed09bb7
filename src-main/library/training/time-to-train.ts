// How much of the time that a user gives a training is left for its steps: scoring before and after them, fitting axes and encoding the library with
// what was learned are part of what they wait for.

/** In seconds. */
export interface Spending {
  /** What the user gave. */
  readonly budget: number;
  /** Spent so far, scoring the initial encoder included. */
  readonly spent: number;
  /** What scoring an encoder once takes. */
  readonly scoring: number;
  /** Photos described for that. */
  readonly scored: number;
  /** Photos of the library. */
  readonly photos: number;
}

export interface TimeToTrain {
  /** Seconds of steps. */
  readonly steps: number;
  /** Seconds, about, from the last step to the end. */
  readonly after: number;
}

/** Scorings after the last step: of four weights to choose among, of the one chosen, and two fits of axes, which describe as many photos. */
const SCORINGS = 7;
/** Scorings between steps take a fifth of the time at most (learn.ts): a quarter of that of steps. */
const ALONG = 1.25;
/** However little is left, so much of the budget is for steps: with fewer nothing is learned. */
const LEAST = 0.1;

export function timeToTrain({ budget, spent, scoring, scored, photos }: Spending): TimeToTrain {
  const after = SCORINGS * scoring + (photos * scoring) / Math.max(1, scored);
  return { steps: Math.max(LEAST * budget, (budget - spent - after) / ALONG), after };
}
