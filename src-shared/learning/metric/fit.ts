// Fits the metric to judgments. Metrics with several objectives, strengths and ranks are learned; each is weighted by how well it predicts
// held-out judgments, and so is the prior (pseudo-BMA: Yao et al. 2018). All three kinds of similarity learning take part: classification,
// regression (degrees, as probabilities) and ranking. See learn.ts for how one of them is learned.
import { blend, sharesOf } from './blend.ts';
import { fitCalibration, type Calibration } from './calibration.ts';
import type { Evidence, Pair } from './evidence.ts';
import { crossValidateWith, crossValidationOf, pairsIn, sampled } from './cross-validation.ts';
import { gatherPhotos, type PriorPoints } from './judged-photos.ts';
import { type Learner, learnerOf, type Setting } from './learn.ts';
import { unjudgedPairs } from './unjudged.ts';
import { differencesAmong, identityMap, measure, toSectionMaps, type SectionMap } from './section-map.ts';

export interface FittedMetric {
  /** False if nothing predicted the judgments better than the prior; distances then stay as they are. */
  readonly learned: boolean;
  /** One per section. */
  readonly maps: readonly SectionMap[];
  readonly calibration: Calibration;
  /** Number of judged pairs and rankings it was fitted to; a gesture on many photos counts as up to three. */
  readonly answers: number;
  /** Mean log loss of held-out judgments, in nats: of the prior with its calibration fitted, and of this metric. */
  readonly heldOut: { readonly prior: number; readonly fitted: number } | null;
}

/** With fewer judgments than this only the calibration is fitted. */
const FEWEST = 8;
/** From this many on, directions are learned too. */
const ENOUGH_FOR_MAPS = 32;
const RANK = 4;
const SETTINGS: readonly Setting[] = (['logistic', 'contrastive', 'ranking'] as const).flatMap((objective) => [0.35, 0.8].map((deviation) => ({ objective, rank: 0, deviation })));

/** The metric that `evidence` supports: the prior, recalibrated, if nothing better is found. Deterministic. */
export function fitMetric(prior: PriorPoints, evidence: Evidence): FittedMetric {
  const { judged, ranked, implied } = evidence;
  const answers = judged.length + ranked.length;
  const identity = identityMap(prior.sections, 0);
  const before = crossValidateWith(prior, evidence, () => identity);
  const plain = { learned: false, maps: toSectionMaps(prior.sections, identity), answers, calibration: before.calibration } as const;
  if (answers < FEWEST) return { ...plain, heldOut: null };

  const unjudged = unjudgedPairs(prior.points, prior.dims, before.calibration);
  const photos = gatherPhotos(prior, [...pairsIn(evidence), ...unjudged]);
  const validate = crossValidationOf(photos, evidence);
  const learners: Learner[] = [];
  const tryOut = (setting: Setting) => ({ setting, ...validate((fold, seen) => (learners[fold] ??= learnerOf(photos, { ...seen, unjudged }))(setting)) });
  const tried = SETTINGS.map(tryOut);
  if (answers >= ENOUGH_FOR_MAPS) {
    const best = tried.reduce((x, y) => (y.loss < x.loss ? y : x));
    tried.push(tryOut({ ...best.setting, rank: RANK }));
  }
  const [, ...shares] = sharesOf([before.loss, ...tried.map(({ loss }) => loss)]);
  const blended = validate((fold) => blend(prior.sections, tried.map(({ folds }) => folds[fold]!), shares));
  const heldOut = { prior: before.loss / answers, fitted: Math.min(before.loss, blended.loss) / answers };
  if (blended.loss >= before.loss) return { ...plain, heldOut };

  const learnFromAll = learnerOf(photos, { ...sampled(judged, implied), ranked, unjudged });
  const parameters = blend(prior.sections, tried.map(({ setting }, at) => (shares[at]! > 0 ? learnFromAll(setting) : identity)), shares); // of no share: whatever it is
  const scale = before.calibration.middle / middleOf(measure(differencesAmong(photos, unjudged), prior.sections, parameters).distances, unjudged, before.calibration);
  const maps = toSectionMaps(prior.sections, parameters).map((map) => ({ ...map, weight: map.weight * scale ** 2 }));
  // without an answer to a question the calibration is the prior's, which distances keep to
  const { middle, slope } = blended.calibration;
  const calibration = judged.some(({ origin }) => origin.kind === 'asked') ? { middle: middle * scale, slope: slope / scale } : blended.calibration;
  return { learned: true, maps, answers, calibration, heldOut };
}

/**
 * The distance at which unjudged pairs are as likely similar as different, by the prior. Similar pairs shrink all distances and different ones
 * stretch them, whichever there are more of; scaling this back keeps the meaning of heights in the library as a whole.
 */
function middleOf(distances: Float64Array, unjudged: readonly Pair[], calibration: Calibration): number {
  return fitCalibration(distances, unjudged.map(({ similar }) => similar), calibration).middle;
}
