// What the readers of containers hand over: the pieces of a file that make its picture, and those that say how to show it.
// Everything else in the file is metadata or an extra.

/** Pieces under one name. How the file cuts them up says nothing: only their bytes in order count. */
export interface Part {
  readonly name: string;
  readonly pieces: readonly Uint8Array[];
}

export interface Parts {
  /** The coded picture. */
  readonly coded: readonly Part[];
  /** How it is to be shown: colour profile, orientation inside HEIF. Editors set and drop these without touching the picture. */
  readonly shown: readonly Part[];
}

/** The file is not built as its container says, or in a way that is not read here: it has no identity but its whole content. */
export class Unparsed extends Error {
  override readonly name = 'Unparsed';
}

/** More pieces than any encoder makes: a file that was built to be slow. */
const MOST_PIECES = 200_000;

/** Gathers parts in the order of the file, and refuses to gather more bytes than the file has. */
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

  /** Adds bytes of the file from `start` up to `end`; those of the same name that follow each other are one part. */
  add(name: string, start: number, end: number): void {
    if (!(start >= 0 && start <= end && end <= this.#file.length)) throw new Unparsed(`expected a piece inside ${this.#file.length} bytes, got ${start} to ${end}`);
    this.#length += end - start;
    if (++this.#pieces > MOST_PIECES || this.#length > this.#file.length) throw new Unparsed('it names more pieces than it holds');
    const piece = this.#file.subarray(start, end);
    const last = this.#parts.at(-1);
    if (last?.name === name) last.pieces.push(piece);
    else this.#parts.push({ name, pieces: [piece] });
  }

  /** As `add`, for pieces that encoders share: one that was added before is only named again. */
  addOnce(name: string, start: number, end: number): void {
    const place = `${start} ${end}`;
    const known = this.#places.get(place);
    if (known === undefined) {
      this.#places.set(place, this.#places.size);
      this.add(name, start, end);
    } else this.say(`${name} again`, String(known));
  }

  /** Adds something that was read, in a form of ours. */
  say(name: string, value: string): void {
    if (++this.#pieces > MOST_PIECES) throw new Unparsed('it names more pieces than any encoder makes');
    this.#parts.push({ name, pieces: [Buffer.from(value)] });
  }
}
