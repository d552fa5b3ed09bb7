// Sentences on the Learn screen: how long, with which backend, and how it ended.

import type { BackendState, EncoderScores, TrainProgress } from '../../src-shared/contract.ts';
import { overall } from '../../src-shared/learning/scores/overall.ts';
import { messages, t } from '../messages/messages.svelte.ts';

/** Minutes in words. */
export function about(minutes: number): string {
  if (minutes < 90) return t('learn.about.minutes', { minutes: Math.max(1, Math.round(minutes)) });
  return t('learn.about.hours', { hours: Math.round(minutes / 30) / 2 });
}

/** The three durations offered, in minutes, ascending. */
export function budgets(suggested: number): readonly [number, number, number] {
  const shorter = Math.max(1, Math.round(suggested / 3));
  return [shorter, Math.max(shorter + 1, suggested), Math.max(shorter + 2, Math.min(24 * 60, suggested * 4))];
}

/** A backend's name in words; its own name if unknown. */
export function backendName(name: string): string {
  switch (name) {
    case 'native': return t('learn.backend.native');
    case 'tensorflow': return t('learn.backend.tensorflow');
    case 'webgpu': return t('learn.backend.webgpu');
    case 'wasm': return t('learn.backend.wasm');
    case 'cpu': return t('learn.backend.cpu');
    default: return name;
  }
}

/** The same for one that is used: ONNX Runtime runs on the processor unless its note names what else it runs on. */
export function computesWith({ name, note }: BackendState): string {
  return name === 'native' ? t('learn.backend.nativeOn', { device: note ?? t('learn.device.processor') }) : backendName(name);
}

/** A share, with enough digits to distinguish close ones. */
export function percent(value: number): string {
  return messages.number(value, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** The outcome of a training, either way. In terms of finding photos by views if that improved, else of the deciding score. */
export function verdict({ adopted, before, after }: NonNullable<TrainProgress['outcome']>, job: TrainProgress['job'] = 'train'): string {
  const finds = job === 'pack' || adopted === after.recallAt1 > before.recallAt1;
  const [now, then] = finds ? [after.recallAt1, before.recallAt1] : [overall(after), overall(before)];
  const values = { after: percent(now), before: percent(then) };
  if (job === 'pack') return t('packs.verdict', values);
  if (adopted) return t(finds ? 'learn.adopted.finds' : 'learn.adopted.score', values);
  return t(finds ? 'learn.kept.finds' : 'learn.kept.score', values);
}

/** By how much the score rose or fell, the error of that, and what follows; empty for a run before that was measured. In points: hundredths. */
export function weighed({ gain }: NonNullable<TrainProgress['outcome']>): string {
  if (!gain) return '';
  const points = (value: number): string => messages.number(100 * value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const values = { gain: points(Math.abs(gain.score)), error: points(gain.error) };
  if (gain.score === 0) return t('learn.gain.same');
  return t(gain.score > gain.error ? 'learn.gain.beyond' : gain.score > 0 ? 'learn.gain.within' : 'learn.gain.none', values);
}

/** The scores by name, without unknown ones. */
export function scoreRows(scores: EncoderScores): readonly { readonly key: 'recallAt1' | 'mAP' | 'auc'; readonly label: string; readonly value: number }[] {
  const rows = [
    { key: 'recallAt1', label: t('learn.score.recallAt1'), value: scores.recallAt1 },
    { key: 'mAP', label: t('learn.score.mAP'), value: scores.mAP },
    { key: 'auc', label: t('learn.score.auc'), value: scores.auc ?? NaN }
  ] as const;
  return rows.filter(({ value }) => Number.isFinite(value));
}
