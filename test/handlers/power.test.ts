import { expect, test } from 'vitest';
import { PowerWaits } from '../../src-main/handlers/power.ts';

class Learning {
  phase: string;
  readonly done: string[] = [];
  constructor(phase: string) {
    this.phase = phase;
  }
  get busy(): boolean {
    return this.phase === 'training';
  }
  get progress(): never {
    return { phase: this.phase } as never;
  }
  pause(why?: string): void {
    this.phase = 'paused';
    this.done.push(`pause ${why}`);
  }
  async resume(): Promise<void> {
    this.phase = 'training';
    this.done.push('resume');
  }
}

test('what learns waits, and goes on when its reason is gone; the rest stays as the user has it', async () => {
  const [learns, paused, resumed, cancelled, closed] = [new Learning('training'), new Learning('paused'), new Learning('training'), new Learning('training'), new Learning('training')];
  let open = [learns, paused, resumed, cancelled, closed];
  const waits = new PowerWaits(() => open);
  waits.begin('battery');
  await waits.end('sleep');
  expect(learns.phase).toBe('paused');
  await resumed.resume();
  cancelled.phase = 'cancelled';
  open = open.filter((one) => one !== closed);
  await waits.end('battery');
  await waits.end('battery');
  expect([learns, paused, resumed, cancelled, closed].map(({ done }) => done)).toEqual([['pause battery', 'resume'], [], ['pause battery', 'resume'], ['pause battery'], ['pause battery']]);
});

test('what waits for two reasons goes on when both are gone, unless it was resumed in between', async () => {
  const [learns, resumed] = [new Learning('training'), new Learning('training')];
  const waits = new PowerWaits(() => [learns, resumed]);
  waits.begin('battery');
  await resumed.resume();
  waits.begin('memory');
  await waits.end('battery');
  expect([learns.phase, resumed.phase]).toEqual(['paused', 'paused']);
  await waits.end('memory');
  expect([learns.done, resumed.done]).toEqual([['pause battery', 'resume'], ['pause battery', 'resume', 'pause memory', 'resume']]);
});
