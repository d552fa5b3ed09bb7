// Strings numbered in the order they came, each once.

export class Interned {
  readonly all: string[];
  readonly #places: Map<string, number>;

  constructor(first: readonly string[] = []) {
    this.all = [...first];
    this.#places = new Map(first.map((text, at) => [text, at]));
  }

  /** @param added called where it was not there yet */
  place(text: string, added: () => void = () => {}): number {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    const place = this.all.length;
    this.#places.set(text, place);
    this.all.push(text);
    added();
    return place;
  }
}
