// A quad tree over points of the plane with the middle and the number of those in each cell (Barnes and Hut 1986), in typed arrays that
// are reused from one step to the next.

/** Halvings of the side after which points count as one: they coincide. */
const DEEPEST = 48;

export class QuadTree {
  #capacity: number;
  /** Four per cell: 0 for none, else the cell. */
  #children: Int32Array;
  #x: Float64Array;
  #y: Float64Array;
  #size: Int32Array;
  #cells = 0;
  /** Side of the whole. */
  #side = 0;
  readonly #stack: Int32Array;
  readonly #sides: Float64Array;

  constructor(points: number) {
    this.#capacity = 4 * points + 64;
    this.#children = new Int32Array(4 * this.#capacity);
    this.#x = new Float64Array(this.#capacity);
    this.#y = new Float64Array(this.#capacity);
    this.#size = new Int32Array(this.#capacity);
    this.#stack = new Int32Array(4 * DEEPEST + 16);
    this.#sides = new Float64Array(4 * DEEPEST + 16);
  }

  /** Builds the tree of `positions`, x and y one after the other. */
  build(positions: Float64Array): void {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = 0; at < positions.length; at += 2) {
      left = Math.min(left, positions[at]!);
      right = Math.max(right, positions[at]!);
      top = Math.min(top, positions[at + 1]!);
      bottom = Math.max(bottom, positions[at + 1]!);
    }
    this.#side = Math.max(right - left, bottom - top) * (1 + 1e-9) + 1e-12;
    this.#cells = 0;
    this.#add(0, 0, 0);
    this.#size[0] = 0;
    for (let at = 0; at < positions.length; at += 2) this.#insert(positions[at]!, positions[at + 1]!, left, top);
  }

  /**
   * The forces that push a point of t-SNE away: adds Σ q² · (y − yⱼ) to `force` at `at` and returns Σ q, with q = 1 / (1 + |y − yⱼ|²), over all
   * points but itself. A cell whose side is below `angle` times its distance counts as one point.
   */
  push(positions: Float64Array, at: number, angle: number, force: Float64Array): number {
    const [px, py] = [positions[at]!, positions[at + 1]!];
    const stack = this.#stack;
    const sides = this.#sides;
    const children = this.#children;
    const limit = angle * angle;
    let depth = 0;
    let [fx, fy, total] = [0, 0, 0];
    stack[depth] = 0;
    sides[depth++] = this.#side;
    while (depth > 0) {
      const cell = stack[--depth]!;
      const side = sides[depth]!;
      const dx = px - this.#x[cell]!;
      const dy = py - this.#y[cell]!;
      const square = dx * dx + dy * dy;
      const first = children[4 * cell]!;
      const leaf = first === 0 && children[4 * cell + 1] === 0 && children[4 * cell + 2] === 0 && children[4 * cell + 3] === 0;
      if (leaf || side * side < limit * square) {
        const q = 1 / (1 + square);
        const share = this.#size[cell]! * q;
        total += share;
        fx += share * q * dx;
        fy += share * q * dy;
        continue;
      }
      for (let quarter = 4 * cell; quarter < 4 * cell + 4; quarter++) {
        const child = children[quarter]!;
        if (child === 0) continue;
        stack[depth] = child;
        sides[depth++] = side / 2;
      }
    }
    force[at]! += fx;
    force[at + 1]! += fy;
    return total - 1; // itself, at distance 0
  }

  #insert(x: number, y: number, left: number, top: number): void {
    let [cell, side] = [0, this.#side];
    for (let depth = 0; ; depth++) {
      const size = this.#size[cell]!;
      const [oldX, oldY] = [this.#x[cell]!, this.#y[cell]!];
      this.#x[cell] = (oldX * size + x) / (size + 1);
      this.#y[cell] = (oldY * size + y) / (size + 1);
      this.#size[cell] = size + 1;
      if (size === 0 || depth === DEEPEST) return;
      const half = side / 2;
      // a leaf with one point becomes a cell: its point goes into a quarter; where all are the same point it stays a leaf
      if (size === 1 || this.#isLeaf(cell)) {
        if (oldX === x && oldY === y) return;
        const quarter = 4 * cell + (oldX >= left + half ? 1 : 0) + (oldY >= top + half ? 2 : 0);
        this.#children[quarter] = this.#add(oldX, oldY, size);
      }
      const [east, south] = [x >= left + half, y >= top + half];
      const quarter = 4 * cell + (east ? 1 : 0) + (south ? 2 : 0);
      if (this.#children[quarter] === 0) {
        this.#children[quarter] = this.#add(x, y, 1);
        return;
      }
      cell = this.#children[quarter]!;
      if (east) left += half;
      if (south) top += half;
      side = half;
    }
  }

  #isLeaf(cell: number): boolean {
    const { [4 * cell]: a, [4 * cell + 1]: b, [4 * cell + 2]: c, [4 * cell + 3]: d } = this.#children;
    return a === 0 && b === 0 && c === 0 && d === 0;
  }

  #add(x: number, y: number, size: number): number {
    if (this.#cells === this.#capacity) this.#grow();
    const cell = this.#cells++;
    this.#x[cell] = x;
    this.#y[cell] = y;
    this.#size[cell] = size;
    this.#children.fill(0, 4 * cell, 4 * cell + 4);
    return cell;
  }

  #grow(): void {
    this.#capacity *= 2;
    const copy = <A extends Int32Array | Float64Array>(from: A, to: A): A => (to.set(from), to);
    this.#children = copy(this.#children, new Int32Array(4 * this.#capacity));
    this.#x = copy(this.#x, new Float64Array(this.#capacity));
    this.#y = copy(this.#y, new Float64Array(this.#capacity));
    this.#size = copy(this.#size, new Int32Array(this.#capacity));
  }
}
