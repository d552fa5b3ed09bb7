// Fits the metric to judgments: of several objectives, strengths and ranks the one that foretells held-out judgments best
// (cross-validation), or none of them where the prior does. All three kinds of similarity learning take part: classification,
// regression (degrees, as probabilities) and ranking. How one of them is learned is learn.ts's.
import { fitCalibration, logLoss, PRIOR_CALIBRATION, type Calibration } from './calibration.ts';
import type { Evidence, Pair, Ranked } from './evidence.ts';
import { learn, type ObjectiveName, type PriorPoints, type Setting } from './learn.ts';
import { unjudgedPairs } from './unjudged.ts';
import { differencesOf, identityMap, measure, toSectionMaps, type MapParameters, type SectionMap } from './section-map.ts';

export interface FittedMetric {
  /** `prior`: nothing foretold the judgments better than what was assumed before. */
  readonly objective: ObjectiveName | 'prior';
  readonly rank: number;
  /** One a section. */
  readonly maps: readonly SectionMap[];
  readonly calibration: Calibration;
  /** Judged pairs and rankings it was fitted to; a gesture on many photos is up to three. */
  readonly answers: number;
  /** Mean log loss of held-out judgments, in nats: of the prior with its calibration fitted, and of this metric. */
  readonly heldOut: { readonly prior: number; readonly fitted: number } | null;
}

/** With fewer judgments than this only the calibration is fitted. */
const FEWEST = 8;
const FOLDS = 4;
/** By how much a metric has to foretell all held-out judgments together better than the prior, in nats: less may be chance. */
const LEAST_GAIN = 0.5;
const OBJECTIVES = ['logistic', 'contrastive', 'ranking'] as const;
const DEVIATIONS = [0.35, 0.8];
const RANK = 4;

/** The metric that `evidence` asks for; the prior, with its calibration, where it asks for none. Deterministic. */
export function fitMetric(prior: PriorPoints, evidence: Evidence): FittedMetric {
  const { judged, ranked, implied } = evidence;
  const answers = judged.length + ranked.length;
  const identity = identityMap(prior.sections, 0);
  const before = foretell(prior, evidence, null);
  const plain = { objective: 'prior', rank: 0, maps: toSectionMaps(prior.sections, identity), answers, calibration: before.calibration } as const;
  if (answers < FEWEST) return { ...plain, heldOut: null };

  const unjudged = unjudgedPairs(prior.points, prior.dims, before.calibration);
  const tried = OBJECTIVES.flatMap((objective) => DEVIATIONS.map((deviation) => tryOut(prior, evidence, { objective, rank: 0, deviation }, unjudged)));
  let best = tried.reduce((x, y) => (y.loss < x.loss ? y : x));
  if (answers >= 4 * FEWEST) {
    const deeper = tryOut(prior, evidence, { ...best.setting, rank: RANK }, unjudged);
    if (deeper.loss < best.loss - LEAST_GAIN) best = deeper;
  }
  if (best.loss > before.loss - LEAST_GAIN) return { ...plain, heldOut: { prior: before.loss / answers, fitted: before.loss / answers } };

  const parameters = learn(prior, { pairs: [...judged, ...implied], ranked, unjudged }, best.setting);
  return {
    objective: best.setting.objective, rank: best.setting.rank, maps: toSectionMaps(prior.sections, parameters), answers,
    calibration: best.calibration, heldOut: { prior: before.loss / answers, fitted: best.loss / answers }
  };
}

interface Foretold {
  /** Of all judgments together, each foretold by a metric that did not see it, in nats. */
  readonly loss: number;
  /** Fitted to held-out distances: those that a metric was fitted to would make it too sure. */
  readonly calibration: Calibration;
}

function tryOut(prior: PriorPoints, evidence: Evidence, setting: Setting, unjudged: readonly Pair[]): Foretold & { readonly setting: Setting } {
  return { ...foretell(prior, evidence, setting, unjudged), setting };
}

/** How well a setting foretells judgments that it did not see; `null` is the prior. */
function foretell(prior: PriorPoints, { judged, implied, ranked }: Evidence, setting: Setting | null, unjudged: readonly Pair[] = []): Foretold {
  const distances = new Float64Array(judged.length);
  const near = new Float64Array(ranked.length);
  const far = new Float64Array(ranked.length);
  for (let fold = 0; fold < (setting ? FOLDS : 1); fold++) {
    const isHeld = (at: number): boolean => setting === null || at % FOLDS === fold;
    const held = judged.filter((_, at) => isHeld(at));
    const heldRanked = ranked.filter((_, at) => isHeld(at));
    let parameters = identityMap(prior.sections, 0);
    if (setting) {
      // what follows from a held-out judgment would tell of it
      const hidden = new Set(held.flatMap(({ a, b }) => [a, b]));
      const rest = implied.filter(({ a, b }) => !hidden.has(a) || !hidden.has(b));
      parameters = learn(prior, { pairs: [...judged.filter((_, at) => !isHeld(at)), ...rest], ranked: ranked.filter((_, at) => !isHeld(at)), unjudged }, setting);
    }
    const step = setting ? FOLDS : 1;
    const keep = (list: Float64Array, found: Float64Array) => found.forEach((distance, at) => (list[fold + at * step] = distance));
    keep(distances, distancesOf(prior, held, parameters));
    keep(near, distancesOf(prior, heldRanked.map(([a, b]: Ranked) => ({ a, b })), parameters));
    keep(far, distancesOf(prior, heldRanked.map(([a, , b]: Ranked) => ({ a, b })), parameters));
  }
  const calibration = fitCalibration(distances, judged.map(({ similar }) => similar), PRIOR_CALIBRATION);
  let loss = 0;
  judged.forEach(({ similar }, at) => (loss += logLoss(distances[at]!, similar, calibration)));
  const behind = near.map((distance, at) => distance - far[at]!);
  // each both ways round, so that the middle stays at 0: how far rankings can be relied on is theirs, or a metric gains by shrinking what is random
  const order = fitCalibration([...behind, ...behind.map((distance) => -distance)], [...behind.map(() => 1), ...behind.map(() => 0)], { middle: 0, slope: calibration.slope });
  for (const distance of behind) loss += logLoss(distance, 1, order);
  return { loss, calibration };
}

function distancesOf({ points, dims, sections }: PriorPoints, pairs: readonly Pick<Pair, 'a' | 'b'>[], parameters: MapParameters): Float64Array {
  return measure(differencesOf(points, dims, sections, pairs), dims, sections, parameters).distances;
}
