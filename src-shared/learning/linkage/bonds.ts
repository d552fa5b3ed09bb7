// What judgments require of a grouping, in indices of photos: the input of linkage. For the judgments and their closure
// see constraints.ts.

/** None of `left` may share a group with any of `right`. */
export interface Apart {
  /** The judgment behind it. */
  readonly judgment: number;
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** Must-links as disjoint sets, and cannot-links between sides that no must-link joins. */
export interface Bonds {
  readonly together: readonly (readonly number[])[];
  readonly apart: readonly Apart[];
}

export const noBonds: Bonds = { together: [], apart: [] };

/** Throws a `RangeError` if a bond names a photo outside 0 … size − 1, a photo is in two sets, or a set contains both sides of an `apart`. */
export function checkBonds({ together, apart }: Bonds, size: number): void {
  const check = (photo: number) => {
    if (!Number.isInteger(photo) || photo < 0 || photo >= size) throw new RangeError(`a bond names photo ${photo}, expected 0 to ${size - 1}`);
  };
  const set = new Map<number, number>();
  together.forEach((photos, index) => {
    for (const photo of photos) {
      check(photo);
      if (set.has(photo)) throw new RangeError(`photo ${photo} is in two must-link sets; join them first`);
      set.set(photo, index);
    }
  });
  const place = (photo: number) => set.get(photo) ?? -1 - photo;
  for (const { judgment, left, right } of apart) {
    left.forEach(check);
    right.forEach(check);
    const places = new Set(left.map(place));
    const clash = right.find((photo) => places.has(place(photo)));
    if (clash !== undefined) throw new RangeError(`judgment ${judgment} keeps photo ${clash} apart from its own must-link set`);
  }
}

/**
 * Cannot-links between clusters while they merge. Each side of an `apart` puts a mark on the clusters that contain
 * its photos; two clusters with opposite marks may not merge, and a merged cluster has the marks of both.
 * So a judgment about p photos and q others costs p + q marks, not p × q pairs.
 */
export class Vetoes {
  private readonly marks = new Map<number, Set<number>>();

  constructor(apart: readonly Apart[]) {
    apart.forEach(({ left, right }, index) => {
      for (const photo of left) this.mark(photo, 2 * index);
      for (const photo of right) this.mark(photo, 2 * index + 1);
    });
  }

  forbids(a: number, b: number): boolean {
    const first = this.marks.get(a);
    if (first === undefined) return false;
    const second = this.marks.get(b);
    if (second === undefined) return false;
    const [fewer, more] = first.size <= second.size ? [first, second] : [second, first];
    // opposite marks differ in the lowest bit
    for (const mark of fewer) if (more.has(mark ^ 1)) return true;
    return false;
  }

  merge(a: number, b: number, into: number): void {
    const first = this.marks.get(a);
    const second = this.marks.get(b);
    this.marks.delete(a);
    this.marks.delete(b);
    if (first === undefined || second === undefined) {
      const only = first ?? second;
      if (only !== undefined) this.marks.set(into, only);
      return;
    }
    const [fewer, more] = first.size <= second.size ? [first, second] : [second, first];
    for (const mark of fewer) more.add(mark);
    this.marks.set(into, more);
  }

  private mark(photo: number, mark: number): void {
    const marks = this.marks.get(photo);
    if (marks === undefined) this.marks.set(photo, new Set([mark]));
    else marks.add(mark);
  }
}
