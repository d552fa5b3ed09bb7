// What the user wishes to see by marks (marks/wish), as it is switched on and off: part of the filter (filtering).

import type { Label, Stars } from '../../src-shared/contract.ts';
import { ANY, asksForMarks, type FlagWish, type MarkWish, wantsMark } from '../../src-shared/marks/wish.ts';

export class MarkFilter {
  readonly #onChange: () => void;
  #flags = $state.raw<readonly FlagWish[]>([]);
  #labels = $state.raw<readonly Label[]>([]);
  #stars = $state<Stars>(0);
  #favourite = $state(false);

  constructor(wish = ANY, onChange = (): void => {}) {
    this.#onChange = onChange;
    [this.#flags, this.#labels, this.#stars, this.#favourite] = [wish.flags, wish.labels, wish.stars, wish.favourite];
  }

  get flags(): readonly FlagWish[] { return this.#flags; }
  get labels(): readonly Label[] { return this.#labels; }
  get stars(): Stars { return this.#stars; }
  get favourite(): boolean { return this.#favourite; }

  /** All that is wanted, as a smart album keeps it. */
  get wish(): MarkWish {
    return { flags: this.#flags, labels: this.#labels, stars: this.#stars, favourite: this.#favourite };
  }

  get isOn(): boolean {
    return asksForMarks(this.wish);
  }

  toggleFlag(flag: FlagWish): void { this.#want({ flags: toggled(this.#flags, flag) }); }
  toggleLabel(label: Label): void { this.#want({ labels: toggled(this.#labels, label) }); }
  /** The same number again wants any. */
  wantStars(stars: Stars): void { this.#want({ stars: stars === this.#stars ? 0 : stars }); }
  toggleFavourite(): void { this.#want({ favourite: !this.#favourite }); }

  clear(): void {
    this.#want(ANY);
  }

  /** Whether a photo with that packed mark is wanted. */
  wants(packed: number): boolean {
    return wantsMark(this.wish, packed);
  }

  /** Those of the photos that are wanted, in the same order; the same list where nothing is filtered. */
  of(ids: Uint32Array, marks: { packed(id: number): number }): Uint32Array {
    const { wish } = this; // looked up once, not for each of 100,000 photos
    return asksForMarks(wish) ? ids.filter((id) => wantsMark(wish, marks.packed(id))) : ids;
  }

  #want(changes: Partial<MarkWish>): void {
    const { flags, labels, stars, favourite } = { ...this.wish, ...changes };
    [this.#flags, this.#labels, this.#stars, this.#favourite] = [flags, labels, stars, favourite];
    this.#onChange();
  }
}

/** Without the one if it was there, else with it. */
export function toggled<T>(all: readonly T[], one: T): readonly T[] {
  return all.includes(one) ? all.filter((each) => each !== one) : [...all, one];
}
