import { describe, expect, it } from 'vitest';
import { Gate, Meter } from '../../../src-main/library/indexing/progress.ts';

describe('Meter', () => {
  it('has no speed before two marks are apart', () => {
    const meter = new Meter({ now: () => 0 });
    meter.mark(0);
    meter.mark(5);
    expect(meter.speed).toBe(0);
    expect(meter.secondsLeft(10)).toBeNull();
  });

  it('measures items per second and the seconds left', () => {
    let now = 0;
    const meter = new Meter({ now: () => now });
    meter.mark(0);
    now = 2000;
    meter.mark(40);
    expect(meter.speed).toBe(20);
    expect(meter.secondsLeft(100)).toBe(5);
    expect(meter.secondsLeft(0)).toBe(0);
  });

  it('forgets what is before its window', () => {
    let now = 0;
    const meter = new Meter({ now: () => now, window: 1000 });
    meter.mark(0); // a slow first second: 1 item
    now = 1000;
    meter.mark(1);
    now = 2000;
    meter.mark(101); // then 100 a second
    expect(meter.speed).toBe(100);
  });
});

describe('Gate', () => {
  it('lets work pass while open and holds it while closed', async () => {
    const gate = new Gate();
    await gate.pass();
    gate.close();
    let passed = false;
    const waiting = gate.pass().then(() => (passed = true));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(passed).toBe(false);
    gate.open();
    await waiting;
    expect(passed).toBe(true);
  });
});
