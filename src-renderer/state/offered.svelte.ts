// What was learned and waits for the user's word, and where the slider is suggested to stand. The groups themselves: groups.svelte.ts.

import type { Grouped, GroupsRequest, Offer, ShownChanges } from '../../src-shared/contract.ts';

type Act = Extract<GroupsRequest, { readonly kind: 'accept' | 'decline' | 'revert' | 'follow' }>;

/** What was learned and is applied: a few photos unasked, or a whole offer. */
export type Applied = { readonly kind: 'few'; readonly moved: number } | { readonly kind: 'offer'; readonly offer: Offer };

export interface OfferedOptions {
  /** Does it and shows the groups. */
  readonly act: (message: Act) => Promise<unknown>;
  readonly ask: <A>(message: Extract<GroupsRequest, { readonly kind: 'changes' | 'suggest' }>) => Promise<A>;
  /** Whether whatever is learned is to be applied at once. */
  readonly always: () => boolean;
  readonly onApplied: (applied: Applied) => void;
}

export class Offered {
  #offer = $state.raw<Offer | null>(null);
  #reverted = false;
  #suggested = $state<number | null>(null);
  /** Whether the changes are being looked at. */
  looking = $state(false);
  readonly #options: OfferedOptions;

  constructor(options: OfferedOptions) {
    this.#options = options;
  }

  /** `null` where nothing waits. */
  get offer(): Offer | null {
    return this.#offer;
  }

  /** The height that is suggested; `null` until known. */
  get suggested(): number | null {
    return this.#suggested;
  }

  /** The groups as they were answered. */
  take({ offer, followed, reverted }: Pick<Grouped, 'offer' | 'followed' | 'reverted'>): void {
    this.#offer = offer;
    this.#reverted = reverted;
    if (followed > 0) this.#options.onApplied({ kind: 'few', moved: followed });
  }

  /** After the points changed. */
  async learned(): Promise<void> {
    if (this.#offer && this.#options.always()) await this.accept();
    this.#suggested = (await this.#options.ask<{ readonly suggested: number }>({ kind: 'suggest' })).suggested;
  }

  async accept(): Promise<void> {
    const offer = this.#offer;
    if (!offer) return;
    this.#offer = null; // once, however often it is asked for
    await this.#options.act({ kind: 'accept' });
    this.#options.onApplied({ kind: 'offer', offer });
  }

  async decline(): Promise<void> {
    await this.#options.act({ kind: 'decline' });
  }

  /** Takes back what was applied last, with the slider where it was; whether that could be. */
  async revert(): Promise<boolean> {
    this.#reverted = false;
    await this.#options.act({ kind: 'revert' });
    return this.#reverted;
  }

  /** Cuts where it is suggested, now and from now on. */
  async follow(): Promise<void> {
    await this.#options.act({ kind: 'follow' });
  }

  /** Which groups merge and split by what waits, or did by what was applied last. */
  async changes(): Promise<ShownChanges> {
    return this.#options.ask<ShownChanges>({ kind: 'changes' });
  }
}
