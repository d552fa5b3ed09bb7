// Why photos are together, in sentences: when and where they were taken, in what they are alike, and what the user said.

import type { Explanation, FeatureName } from '../../src-shared/contract.ts';
import { messages, t, type MessageKey } from '../messages/messages.svelte.ts';
import type { AlikePart } from './alike.ts';
import { apartInPlace } from './apart-in-place.ts';
import { apartInTime } from './apart-in-time.ts';

export const featureNames: Readonly<Record<FeatureName, MessageKey>> = {
  encoder: 'why.encoder', colour: 'why.colour', layout: 'why.layout', texture: 'why.texture', time: 'why.time', place: 'why.place'
};

export interface WhyFacts {
  readonly photos: number;
  /** Between the first and the last, in milliseconds; `null` where it is not known of all. */
  readonly apart: number | null;
  /** Between the farthest two, in metres; the same. */
  readonly metres: number | null;
  readonly parts: readonly AlikePart[];
  readonly explanation: Pick<Explanation, 'relation' | 'probability' | 'features' | 'judgments'>;
}

/** From here on photos hardly differ in a feature group, or are much alike in it. */
export const [SAME, MUCH] = [0.85, 0.5] as const;

export function sayWhy({ photos, apart, metres, parts, explanation }: WhyFacts): string[] {
  const { relation, probability, judgments: { length: count } } = explanation;
  // what is unknown is no difference
  const most = explanation.features.find(({ name }) => (name !== 'time' || apart !== null) && (name !== 'place' || metres !== null));
  const pair = photos === 2;
  // said already
  const looks = parts.filter(({ name }) => name !== 'time' && name !== 'place');
  const list = (from: number, to: number): string => messages.list(looks.filter(({ likeness }) => likeness > from && likeness <= to).map(({ name }) => t(featureNames[name])));
  const [same, much] = [list(SAME, Infinity), list(MUCH, SAME)];
  return [
    sayWhenAndWhere(pair, apart, metres),
    same && t('why.same', { features: same }),
    much && t('why.much', { features: much }),
    relation === 'together' ? t('why.said.together', { count }) : relation === 'apart' ? t('why.said.apart', { count }) : count > 0 ? t('why.said.group', { count }) : '',
    relation === 'open' ? t(pair ? 'why.likely' : 'why.likely.group', { likely: probability }) : '',
    most && most.likeness < MUCH ? t('why.most', { feature: t(featureNames[most.name]) }) : ''
  ].filter((sentence) => sentence !== '');
}

function sayWhenAndWhere(pair: boolean, milliseconds: number | null, metres: number | null): string {
  const apart = milliseconds === null ? '' : apartInTime(milliseconds);
  const far = metres === null ? '' : apartInPlace(metres);
  if (apart && far) return t(pair ? 'why.takenAt' : 'why.takenAt.group', { apart, far });
  if (apart) return t(pair ? 'why.taken' : 'why.taken.group', { apart });
  return far && t(pair ? 'why.at' : 'why.at.group', { far });
}
