import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderOf } from '../../../src-renderer/state/order-of.ts';

it('orders times as comparing them does, equal ones as they stand, the unknown last', () => {
  const time = fc.oneof(fc.integer({ min: -3e13, max: 3e13 }), fc.integer({ min: -3, max: 3 }), fc.constant(NaN));
  fc.assert(fc.property(fc.array(time, { maxLength: 60 }), (times) => {
    const value = (at: number): number => (Number.isNaN(times[at]) ? Infinity : times[at]!);
    const compared = Array.from(times.keys()).sort((a, b) => (value(a) === value(b) ? a - b : value(a) - value(b)));
    expect([...orderOf(Float64Array.from(times))]).toEqual(compared);
  }));
});
