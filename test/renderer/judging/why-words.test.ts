// What is said of why photos are together, and which parts are shown of what makes them alike.

import { describe, expect, it } from 'vitest';
import { alikeParts } from '../../../src-renderer/judging/alike.ts';
import { sayWhy, type WhyFacts } from '../../../src-renderer/judging/why-words.ts';
import type { FeatureName, JudgmentId } from '../../../src-shared/contract.ts';

const feature = (name: FeatureName, likeness: number, weight = 0.25) => ({ name, share: weight * (1 - likeness), likeness, alike: weight * likeness });
const features = [feature('encoder', 0.2, 0.4), feature('colour', 0.9), feature('texture', 0.6), feature('time', 1, 0.1)];
const known = { time: true, place: true };
const judgments = (count: number) => Array.from({ length: count }, (_, at) => at as JudgmentId);
const open = { relation: 'open', probability: 0.82, features, judgments: judgments(0) } as const;
const say = (facts: Partial<WhyFacts>): string[] => sayWhy({ photos: 2, apart: null, metres: null, parts: alikeParts(features, known), explanation: open, ...facts });

describe('what makes photos alike', () => {
  it('adds up to one, the largest part first, without what they are not alike in', () => {
    const parts = alikeParts([...features, feature('layout', 0.15)], known);
    expect(parts.map(({ name }) => name)).toEqual(['colour', 'texture', 'time', 'encoder']);
    const all = 0.225 + 0.15 + 0.1 + 0.08;
    expect(parts.map(({ part }) => part)).toEqual([0.225, 0.15, 0.1, 0.08].map((part) => expect.closeTo(part / all, 9) as number));
  });

  it('is no time or place that is unknown', () => {
    expect(alikeParts(features, { time: false, place: true }).map(({ name }) => name)).toEqual(['colour', 'texture', 'encoder']);
    expect(alikeParts([feature('place', 1)], { time: true, place: false })).toEqual([]);
  });
});

describe('the words', () => {
  it('tell time and place first, then likeness, then answers', () => {
    expect(say({ apart: 120_000, metres: 31, explanation: { ...open, relation: 'together', judgments: judgments(2) } })).toEqual([
      'Taken 2 minutes apart, 30 m from each other.', 'Hardly a difference in colour.', 'Much alike in texture and shapes.', 'You said that they belong together (2 answers).', 'They differ mostly in what they show.'
    ]);
  });

  it('leave out what is not known, and give the chance where nothing was said', () => {
    expect(say({})).toEqual(['Hardly a difference in colour.', 'Much alike in texture and shapes.', 'Alike with a chance of about 82%.', 'They differ mostly in what they show.']);
    expect(say({ metres: 2000 })[0]).toBe('Taken 2 km from each other.');
    expect(say({ apart: 0 })[0]).toBe('Taken 1 second apart.');
  });

  it('speak of a group as of all its photos', () => {
    expect(say({ photos: 12, apart: 3_600_000 * 3, metres: 500, explanation: { ...open, judgments: judgments(1) } })).toEqual([
      'All taken within 3 hours and 500 m of each other.', 'Hardly a difference in colour.', 'Much alike in texture and shapes.', '1 answer of yours joins some of them.',
      'Any two of them are alike with a chance of about 82%.', 'They differ mostly in what they show.'
    ]);
  });

  it('call no unknown time a difference', () => {
    const explanation = { ...open, features: [feature('time', 0.4, 0.5), feature('colour', 0.9)] };
    expect(say({ explanation }).at(-1)).toBe('Alike with a chance of about 82%.');
    expect(say({ explanation, apart: 9e9 }).at(-1)).toBe('They differ mostly in time.');
  });
});
