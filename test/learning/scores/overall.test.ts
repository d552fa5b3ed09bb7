import { expect, it } from 'vitest';
import { overall } from '../../../src-shared/learning/scores/overall.ts';

it('is what views find, and as much what judged pairs say where enough are judged', () => {
  expect(overall({ mAP: 0.8, auc: null })).toBe(0.8);
  expect(overall({ mAP: 0.8, auc: 0.6 })).toBeCloseTo(0.7, 12);
});
