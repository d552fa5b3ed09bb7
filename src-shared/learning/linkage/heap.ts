// A 4-ary min-heap of pairs of clusters by their dissimilarity, in typed arrays. Ties are in no particular order, but the
// same pushes give the same pops.

export class PairHeap {
  size = 0;
  private keys: Float64Array;
  private first: Uint32Array;
  private second: Uint32Array;

  constructor(capacity: number) {
    this.keys = new Float64Array(Math.max(capacity, 16));
    this.first = new Uint32Array(this.keys.length);
    this.second = new Uint32Array(this.keys.length);
  }

  /** The smallest key, `Infinity` when empty; `a` and `b` are its pair. */
  get key(): number {
    return this.size > 0 ? this.keys[0]! : Infinity;
  }
  get a(): number {
    return this.first[0]!;
  }
  get b(): number {
    return this.second[0]!;
  }

  push(key: number, a: number, b: number): void {
    if (this.size === this.keys.length) this.grow();
    this.rise(this.size++, key, a, b);
  }

  /** Adds without restoring the heap order; call `order` before any other method. */
  append(key: number, a: number, b: number): void {
    if (this.size === this.keys.length) this.grow();
    this.set(this.size++, key, a, b);
  }

  order(): void {
    for (let at = (this.size - 2) >> 2; at >= 0; at--) this.sink(at, this.keys[at]!, this.first[at]!, this.second[at]!);
  }

  pop(): void {
    const last = --this.size;
    if (last > 0) this.sink(0, this.keys[last]!, this.first[last]!, this.second[last]!);
  }

  /** Pops and pushes at once. */
  replace(key: number, a: number, b: number): void {
    this.sink(0, key, a, b);
  }

  private rise(at: number, key: number, a: number, b: number): void {
    const { keys } = this;
    while (at > 0) {
      const above = (at - 1) >> 2;
      if (keys[above]! <= key) break;
      this.set(at, keys[above]!, this.first[above]!, this.second[above]!);
      at = above;
    }
    this.set(at, key, a, b);
  }

  private sink(at: number, key: number, a: number, b: number): void {
    const { keys, size } = this;
    for (;;) {
      const child = 4 * at + 1;
      if (child >= size) break;
      let least = child;
      const end = Math.min(child + 4, size);
      for (let other = child + 1; other < end; other++) if (keys[other]! < keys[least]!) least = other;
      if (keys[least]! >= key) break;
      this.set(at, keys[least]!, this.first[least]!, this.second[least]!);
      at = least;
    }
    this.set(at, key, a, b);
  }

  private set(at: number, key: number, a: number, b: number): void {
    this.keys[at] = key;
    this.first[at] = a;
    this.second[at] = b;
  }

  private grow(): void {
    const capacity = 2 * this.keys.length;
    const { keys, first, second } = this;
    (this.keys = new Float64Array(capacity)).set(keys);
    (this.first = new Uint32Array(capacity)).set(first);
    (this.second = new Uint32Array(capacity)).set(second);
  }
}

/** A set of pairs of clusters with open addressing; pairs of clusters that have merged away are dropped when it grows. */
export class PairSet {
  private first: Uint32Array;
  private second: Uint32Array;
  private count = 0;
  private readonly alive: (cluster: number) => boolean;

  constructor(alive: (cluster: number) => boolean) {
    this.alive = alive;
    this.first = new Uint32Array(1 << 12);
    this.second = new Uint32Array(1 << 12);
  }

  /** False if the pair was already there, in either order; the clusters of a pair are different. */
  add(a: number, b: number): boolean {
    if (2 * this.count >= this.first.length) this.rebuild();
    const added = this.insert(Math.min(a, b), Math.max(a, b));
    if (added) this.count++;
    return added;
  }

  /** `high` is never 0, so 0 marks an empty slot */
  private insert(low: number, high: number): boolean {
    const { first, second } = this;
    const mask = first.length - 1;
    let at = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 0;
    at = (at ^ (at >>> 15)) & mask;
    while (second[at] !== 0) {
      if (second[at] === high && first[at] === low) return false;
      at = (at + 1) & mask;
    }
    first[at] = low;
    second[at] = high;
    return true;
  }

  private rebuild(): void {
    const { first, second, alive } = this;
    const kept: number[] = [];
    for (let at = 0; at < second.length; at++) {
      if (second[at] !== 0 && alive(first[at]!) && alive(second[at]!)) kept.push(at);
    }
    const capacity = 4 * kept.length >= first.length ? 2 * first.length : first.length;
    this.first = new Uint32Array(capacity);
    this.second = new Uint32Array(capacity);
    this.count = kept.length;
    for (const at of kept) this.insert(first[at]!, second[at]!);
  }
}
