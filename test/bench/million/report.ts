// docs/performance.md from what was measured.

import type { Spent } from './same-files.ts';

export interface MeasuredSize {
  readonly photos: number;
  /** Of the processor, by stage. */
  readonly seconds: Readonly<Record<string, number>>;
  /** Peak memory in GB of a process that makes points, groups them and fits a metric, one after the other, and of one that holds what the page does. */
  readonly server: number;
  readonly page: number;
  /** Processes that ran or waited to run. */
  readonly load: number;
}

export interface Measured {
  readonly machine: string;
  readonly sizes: MeasuredSize[];
  readonly files: { readonly count: number; readonly spent: readonly Spent[]; readonly load: number }[];
}

const STAGES: Readonly<Record<string, string>> = {
  read: 'descriptors read from the database', place: 'placed as points', neighbours: 'nearest neighbours', smooth: 'drawn to their nearest', refine: 'neighbours of the drawn points', keep: 'named and kept', 'a hundred came': 'a hundred photos more',
  'read kept': 'kept points read', 'tree and first groups': 'linked into a tree, first groups', cut: 'tree cut', slider: 'slider moved: cut, columns', answer: 'answer shown', 'opened again': 'opened again: kept tree, stored groups',
  fit: 'metric fitted to 200 answers', apply: 'metric applied', 'told to the page': 'groups and photos told to the page', 'indexed by the page': 'looked up by the page'
};

/** The power of the number of photos that a stage's time grows by: the slope of a line through the logarithms. NaN with fewer than two sizes. */
export function growthExponent(sizes: readonly MeasuredSize[], stage: string): number {
  const points = sizes.flatMap(({ photos, seconds }) => (seconds[stage] !== undefined && seconds[stage] > 0 ? [{ x: Math.log(photos), y: Math.log(seconds[stage]) }] : []));
  const mean = (of: 'x' | 'y'): number => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [x, y] = [mean('x'), mean('y')];
  const [up, along] = points.reduce(([up, along], point) => [up + (point.x - x) * (point.y - y), along + (point.x - x) ** 2], [0, 0]);
  return along > 0 ? up / along : NaN;
}

export function report({ machine, sizes, files }: Measured): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const count = (photos: number): string => photos.toLocaleString('en');
  const stages = Object.entries(STAGES).filter(([stage]) => sizes.some(({ seconds }) => seconds[stage] !== undefined));
  const programs = files[0]?.spent.map(({ name }) => name) ?? [];
  const spentOf = (at: number, name: string): number | null => files[at]?.spent.find((spent) => spent.name === name)?.seconds ?? null;
  const between = (name: string): string => {
    const [first, last] = [spentOf(0, name), spentOf(files.length - 1, name)];
    if (files.length < 2 || first === null || last === null) return '–';
    return (Math.log(last / first) / Math.log(files.at(-1)!.count / files[0]!.count)).toFixed(2);
  };
  return `# Performance

<!-- made by \`npm run bench -- million\`; do not edit -->

Seconds of the processor, all threads together, on made descriptors in scenes of five; ${machine}. While other programs compute on the same cores each of these seconds does less, so that
sizes are to be compared with their load beside them. The exponent is that of the number of photos: 1 is as many times the time as there are times the photos.

${row(['stage', ...sizes.map(({ photos }) => count(photos)), 'exponent'])}
${row(['---', ...sizes.map(() => '---:'), '---:'])}
${stages.map(([stage, title]) => row([title, ...sizes.map(({ seconds }) => shown(seconds[stage] ?? null)), growthOf(sizes, stage)])).join('\n')}
${row(['**peak memory of the server: points, groups, a metric, GB**', ...sizes.map(({ server }) => server.toFixed(2)), '']) }
${row(['**peak memory of what the page holds, GB**', ...sizes.map(({ page }) => page.toFixed(2)), ''])}
${row(['load of the machine', ...sizes.map(({ load }) => load.toFixed(1)), ''])}
${programs.length === 0 ? '' : `
## Beside other programs

Seconds of the processor for the same made files of 320 × 240, every fifth one another encoded again. The others find copies only; Kindred's index reads, hashes, describes and encodes each photo too, and looks for copies.

${row(['program', ...files.map(({ count: number }) => `${count(number)} files`), 'exponent'])}
${row(['---', ...files.map(() => '---:'), '---:'])}
${programs.map((name) => row([name, ...files.map((_, at) => shown(spentOf(at, name), 'not installed')), between(name)])).join('\n')}
${row(['load of the machine', ...files.map(({ load }) => load.toFixed(1)), ''])}
`}`;
}

function growthOf(sizes: readonly MeasuredSize[], stage: string): string {
  const exponent = growthExponent(sizes, stage);
  return Number.isNaN(exponent) ? '–' : exponent.toFixed(2);
}

function shown(seconds: number | null, none = '–'): string {
  if (seconds === null) return none;
  return seconds >= 10 ? seconds.toFixed(0) : seconds >= 0.1 ? seconds.toFixed(2) : seconds.toFixed(4);
}
