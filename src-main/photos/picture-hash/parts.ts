// What the container parsers return: the pieces of a file that are its picture, and those that say how to show it.
// Everything else in the file is metadata or extras.

/** Pieces under one name. How the file splits them does not matter: only their bytes in order count. */
export interface Part {
  readonly name: string;
  readonly pieces: readonly Uint8Array[];
}

export interface Parts {
  /** The encoded picture data. */
  readonly coded: readonly Part[];
  /** How to show it: colour profile, orientation inside HEIF. Editors set and drop these without touching the picture. */
  readonly shown: readonly Part[];
}

/** The file's structure is invalid for its container, or unsupported here: its only identity is its whole content. */
export class Unparsed extends Error {
  override readonly name = 'Unparsed';
}

/** More pieces than any encoder makes: a file designed to be slow. */
const MOST_PIECES = 200_000;

/** Collects parts in file order, and refuses to collect more bytes than the file has. */
export class PartList {
  readonly #parts: { readonly name: string; readonly pieces: Uint8Array[] }[] = [];
  readonly #file: Uint8Array;
  readonly #places = new Map<string, number>();
  #pieces = 0;
  #length = 0;

  constructor(file: Uint8Array) {
    this.#file = file;
  }

  get parts(): readonly Part[] {
    return this.#parts;
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  /** Adds bytes of the file from `start` up to `end`; consecutive ones with the same name are one part. */
  add(name: string, start: number, end: number): void {
    if (!(start >= 0 && start <= end && end <= this.#file.length)) throw new Unparsed(`expected a piece inside ${this.#file.length} bytes, got ${start} to ${end}`);
    this.#length += end - start;
    if (++this.#pieces > MOST_PIECES || this.#length > this.#file.length) throw new Unparsed('it names more pieces than it holds');
    const piece = this.#file.subarray(start, end);
    const last = this.#parts.at(-1);
    if (last?.name === name) last.pieces.push(piece);
    else this.#parts.push({ name, pieces: [piece] });
  }

  /** Like `add`, for pieces that encoders share: one added before is only referenced again. */
  addOnce(name: string, start: number, end: number): void {
    const place = `${start} ${end}`;
    const known = this.#places.get(place);
    if (known === undefined) {
      this.#places.set(place, this.#places.size);
      this.add(name, start, end);
    } else this.say(`${name} again`, String(known));
  }

  /** Adds a parsed value, in our own notation. */
  say(name: string, value: string): void {
    if (++this.#pieces > MOST_PIECES) throw new Unparsed('it names more pieces than any encoder makes');
    this.#parts.push({ name, pieces: [Buffer.from(value)] });
  }
}
