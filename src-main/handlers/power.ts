// Learning waits while the computer runs on its battery, sleeps or is short of memory, and goes on afterwards; who resumes it meanwhile has it go on.
import type { Learning, WaitReason } from '../library/training/learning.ts';

export class PowerWaits {
  readonly #open: () => readonly Pick<Learning, 'busy' | 'progress' | 'pause' | 'resume'>[];
  /** What each waits for. */
  readonly #waiting = new Map<Pick<Learning, 'progress' | 'resume'>, Set<WaitReason>>();

  /** @param open the learning of each open library */
  constructor(open: () => readonly Pick<Learning, 'busy' | 'progress' | 'pause' | 'resume'>[]) {
    this.#open = open;
  }

  begin(why: WaitReason): void {
    for (const learning of this.#open()) {
      if (learning.busy) {
        learning.pause(why);
        this.#waiting.set(learning, new Set([why]));
      } else if (learning.progress.phase === 'paused') this.#waiting.get(learning)?.add(why);
    }
  }

  /** Nothing that waits for something else goes on, nor what was cancelled or resumed. */
  async end(why: WaitReason): Promise<void> {
    const open = new Set<unknown>(this.#open());
    for (const [learning, reasons] of [...this.#waiting]) {
      if (!reasons.delete(why) || reasons.size > 0) continue;
      this.#waiting.delete(learning);
      if (open.has(learning) && learning.progress.phase === 'paused') await learning.resume();
    }
  }
}
