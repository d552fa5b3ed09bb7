// The objectives in plain loops over plain numbers, as their papers write them: what the tensors are held to.

export type Rows = readonly (readonly number[])[];

export const norm = (row: readonly number[]): number => Math.sqrt(row.reduce((sum, v) => sum + v * v, 0));
export const unit = (rows: Rows): Rows => rows.map((row) => row.map((v) => v / norm(row)));
export const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
export const distance = (a: readonly number[], b: readonly number[]): number => norm(a.map((v, i) => v - b[i]!));
export const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : values.reduce((sum, v) => sum + v, 0) / values.length);
const positive = (values: readonly number[]): readonly number[] => values.filter((v) => v > 0);
const sum = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0);
const indices = (rows: Rows): number[] => rows.map((_, i) => i);
const softplus = (x: number): number => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));

export function contrastive(rows: Rows, labels: readonly number[], near: number, far: number): number {
  const pairs = indices(rows).flatMap((i) => indices(rows).filter((j) => j !== i).map((j) => [i, j] as const));
  const [same, other] = [true, false].map((wanted) => pairs.filter(([i, j]) => (labels[i] === labels[j]) === wanted));
  return mean(positive(same!.map(([i, j]) => distance(rows[i]!, rows[j]!) - near))) + mean(positive(other!.map(([i, j]) => far - distance(rows[i]!, rows[j]!))));
}

export function cosineContrastive(rows: Rows, labels: readonly number[], near: number, far: number): number {
  const x = unit(rows);
  const pairs = indices(x).flatMap((i) => indices(x).filter((j) => j !== i).map((j) => ({ same: labels[i] === labels[j], s: dot(x[i]!, x[j]!) })));
  return mean(positive(pairs.filter(({ same }) => same).map(({ s }) => near - s))) + mean(positive(pairs.filter(({ same }) => !same).map(({ s }) => s - far)));
}

export function triplets(labels: readonly number[]): [number, number, number][] {
  const all: [number, number, number][] = [];
  labels.forEach((a, i) => labels.forEach((b, j) => labels.forEach((c, k) => {
    if (i !== j && a === b && c !== a) all.push([i, j, k]);
  })));
  return all;
}

export function triplet(rows: Rows, labels: readonly number[], margin: number, { smooth = false, swap = false } = {}): number {
  return mean(positive(triplets(labels).map(([a, p, n]) => {
    const negative = distance(rows[a]!, rows[n]!);
    const wrong = distance(rows[a]!, rows[p]!) - (swap ? Math.min(negative, distance(rows[p]!, rows[n]!)) : negative) + margin;
    return smooth ? softplus(wrong) : wrong;
  })));
}

export function ntXent(a: Rows, b: Rows, temperature: number): number {
  const views = unit([...a, ...b]);
  const n = a.length;
  return mean(views.map((view, i) => {
    const others = views.filter((_, j) => j !== i).map((other) => Math.exp(dot(view, other) / temperature));
    return Math.log(sum(others)) - dot(view, views[(i + n) % (2 * n)]!) / temperature;
  }));
}

export function supervisedContrastive(rows: Rows, labels: readonly number[], temperature: number): number {
  const x = unit(rows);
  return mean(indices(x).flatMap((i) => {
    const others = indices(x).filter((j) => j !== i);
    const total = Math.log(sum(others.map((j) => Math.exp(dot(x[i]!, x[j]!) / temperature))));
    const found = others.filter((j) => labels[j] === labels[i]).map((j) => total - dot(x[i]!, x[j]!) / temperature);
    return found.length === 0 ? [] : [mean(found)];
  }));
}

export function multiSimilarity(rows: Rows, labels: readonly number[], alpha: number, beta: number, base: number): number {
  const x = unit(rows);
  return mean(indices(x).map((i) => {
    const s = indices(x).filter((j) => j !== i).map((j) => ({ same: labels[j] === labels[i], s: dot(x[i]!, x[j]!) - base }));
    const near = sum(s.filter(({ same }) => same).map((pair) => Math.exp(-alpha * pair.s)));
    const far = sum(s.filter(({ same }) => !same).map((pair) => Math.exp(beta * pair.s)));
    return Math.log1p(near) / alpha + Math.log1p(far) / beta;
  }));
}

export function liftedStructure(rows: Rows, labels: readonly number[], near: number, far: number): number {
  const all = indices(rows);
  return mean(all.flatMap((i) => {
    const within = all.filter((j) => j !== i && labels[j] === labels[i]).map((j) => Math.exp(distance(rows[i]!, rows[j]!) - near));
    const around = all.filter((j) => labels[j] !== labels[i]).map((j) => Math.exp(far - distance(rows[i]!, rows[j]!)));
    return within.length && around.length ? [Math.max(0, Math.log(sum(within)) + Math.log(sum(around)))] : [];
  }));
}

const columns = (rows: Rows): Rows => rows[0]!.map((_, k) => rows.map((row) => row[k]!));
const centre = (values: readonly number[]): number[] => values.map((v) => v - mean(values));

export function vicreg(a: Rows, b: Rows, [invariance, variance, covariance]: readonly [number, number, number], epsilon: number): number {
  const agreement = mean(a.flatMap((row, i) => row.map((v, k) => (v - b[i]![k]!) ** 2)));
  const sides = [a, b].map((view) => {
    const centred = columns(view).map(centre);
    const cov = centred.map((x) => centred.map((y) => dot(x, y) / (view.length - 1)));
    const narrow = mean(cov.map((row, k) => Math.max(0, 1 - Math.sqrt(row[k]! + epsilon))));
    const overlap = sum(cov.flatMap((row, k) => row.filter((_, l) => l !== k).map((v) => v * v))) / cov.length;
    return (variance / 2) * narrow + covariance * overlap;
  });
  return invariance * agreement + sum(sides);
}

export function barlowTwins(a: Rows, b: Rows, offDiagonal: number): number {
  const [x, y] = [a, b].map((view) => columns(view).map(centre).map((column) => column.map((v) => v / Math.sqrt(mean(column.map((w) => w * w))))));
  return sum(x!.flatMap((p, i) => y!.map((q, j) => {
    const c = dot(p, q) / a.length;
    return i === j ? (1 - c) ** 2 : offDiagonal * c * c;
  })));
}
