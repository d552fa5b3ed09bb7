// Learning curves: what answers do for the groups, beside three yardsticks, over folders of photos with known groups. Writes
// docs/learning-curves.md and its plot. `npm run bench -- curves <folder of sets> [seeds] [most answers]`; each set has photos/ and
// truth.json. It takes hours, so each run is kept in the system's temporary folder: the same command goes on where it was stopped.

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { machineBackends } from '../../src-main/compute/backends.ts';
import { readTruth, withThrowAwayLibrary } from '../../src-main/measuring/known-set.ts';
import { shippedWeights } from '../../src-main/hosts/resources.ts';
import { evaluate, knownGroups } from '../../src-main/measuring/evaluate.ts';
import { strategies, type Strategy } from '../../src-main/measuring/players.ts';
import { type CurvePoint, simulate, summarise, type Summary } from '../../src-main/measuring/simulate.ts';
import { readWeightsHead, versionName } from '../../src-shared/learning/encoder/weights.ts';

const run = promisify(execFile);
// with a set the script measures that one alone, as JSON on stdout: the whole runs itself once a set, as many at once as there are cores
const [folder, seedsWanted = '10', most = '200', only] = process.argv.slice(2);
const counts = [0, 1, 2, 4, 10, 20, 50, 100, 200].filter((count) => count <= Number(most));
const docs = join(import.meta.dirname, '../../docs');
const encoderVersion = versionName(readWeightsHead(new Uint8Array(readFileSync(shippedWeights))));
const names: Readonly<Record<Strategy, string>> = { app: 'Kindred', constraints: 'constraints only', noisy: 'Kindred, 5 % wrong', corrections: 'corrections', random: 'examples', sheets: 'sheets, in the same time' };
const colours: Readonly<Record<Strategy, string>> = { app: '#2f6f4f', constraints: '#8a8a8a', noisy: '#7fb59a', corrections: '#4a6fb0', random: '#c07a2c', sheets: '#8d5aa8' };

interface SetCurves {
  readonly set: string;
  readonly photos: number;
  readonly fixed: number;
  readonly curves: Readonly<Record<Strategy, readonly Summary[]>>;
}

const seeds = Array.from({ length: Number(seedsWanted) }, (_, at) => at + 1);
if (folder === undefined) console.log('skipped: no folder of sets was given');
else if (only !== undefined) console.log(JSON.stringify(await measure(only, seeds)));
else {
  const waiting = readdirSync(resolve(folder)).filter((name) => existsSync(join(folder, name, 'truth.json'))).sort();
  const results: SetCurves[] = [];
  const work = async (): Promise<void> => {
    for (let set = waiting.shift(); set !== undefined; set = waiting.shift()) {
      const { stdout } = await run(process.execPath, [import.meta.filename, folder, seedsWanted, most, set], { maxBuffer: 1e8 });
      results.push(JSON.parse(stdout) as SetCurves); // printed by the line above
      results.sort((x, y) => (x.set < y.set ? -1 : 1));
      write(results, seeds.length);
      console.log(`${set}: ${results.find((result) => result.set === set)!.curves.app.map(({ answers, all }) => `${answers} ${all.pairwiseF1.toFixed(3)}`).join(', ')}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

async function measure(set: string, seeds: readonly number[]): Promise<SetCurves> {
  const groupOf = await readTruth(join(folder!, set, 'truth.json'));
  return withThrowAwayLibrary(join(folder!, set, 'photos'), { weights: shippedWeights, backends: await machineBackends('wasm') }, async (library) => {
    const space = await library.space();
    const labels = knownGroups(library.store, space.ids, groupOf);
    const { groupsBest, photos } = await evaluate(library.store, library.versions, groupOf);
    const runs = Object.fromEntries(strategies.map((strategy) => [strategy, [] as CurvePoint[][]])) as Record<Strategy, CurvePoint[][]>; // each of them
    for (const seed of seeds) {
      for (const strategy of strategies) runs[strategy].push(kept(`${set}-${strategy}-${seed}`, () => simulate(space, labels, { counts, seed, strategy })));
    }
    const curves = Object.fromEntries(strategies.map((strategy) => [strategy, summarise(runs[strategy])])) as Record<Strategy, Summary[]>; // each of them
    return { set, photos, fixed: groupsBest.pairwiseF1, curves };
  });
}

/** A run of an earlier call, or `run`, kept for a later one. */
function kept(name: string, run: () => CurvePoint[]): CurvePoint[] {
  const folderOfRuns = join(tmpdir(), `kindred-curves-${encoderVersion}-${most}`);
  const file = join(folderOfRuns, `${name}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as CurvePoint[]; // written below
  const curve = run();
  mkdirSync(folderOfRuns, { recursive: true });
  writeFileSync(file, JSON.stringify(curve));
  return curve;
}

function write(results: readonly SetCurves[], seeds: number): void {
  writeFileSync(join(docs, 'learning-curves.svg'), plot(results));
  const row = (cells: readonly (string | number)[]): string => `| ${cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(3) : cell)).join(' | ')} |`;
  const head = (cells: readonly string[]): string[] => [row(cells), row(cells.map(() => '---'))];
  const lines = [
    '# Learning curves', '',
    '<!-- made by `npm run bench -- curves <folder of sets>`; do not edit -->', '',
    `What answers do for the groups: simulated users judge photos by their known groups. Pairwise F1 at the default granularity, mean of ${seeds} seeds and in brackets the worst, with encoder ${encoderVersion} and the features that come with the app.`, '',
    '![Pairwise F1 by answers](learning-curves.svg)', '',
    '- **Kindred**: a user who answers the app\'s questions and skips one in ten.',
    '- **5 % wrong**: the same, with five wrong answers in a hundred.',
    '- **corrections**: a user who answers no question and corrects the groups as shown: a random group; if it has a photo of another kind, that one is marked different from one of the others; if not, its cover is marked similar to that of another group of the kind.',
    '- **examples**: a user who gives random pairs as examples, half of them similar and half different.',
    '- **sheets**: a user who marks the odd photos on the app\'s sheets and skips one in ten. A sheet takes longer than an answer about a pair, so each column gives the groups after the time that so many answers about pairs take: two seconds each; of a sheet 1.5, and 0.25 a photo and 0.8 a mark.',
    '- **constraints only**: as Kindred, but answers only bind groups and the metric never learns.',
    '- **fixed threshold**: no answers, but the one cut of the tree that is best by the known groups: what a user with the best possible setting of a slider gets.', '',
    ...results.flatMap(({ set, photos, fixed, curves }) => [
      `## ${set} (${photos} photos)`, '',
      ...head(['answers', 'Kindred', 'sheets', '5 % wrong', 'corrections', 'examples', 'constraints only', 'fixed threshold', 'Kindred AMI', 'B-cubed', 'mAP', 'untouched F1', 'untouched AMI']),
      ...curves.app.map(({ answers, given, all, untouched }, at) => row([
        given < answers ? `${answers} (${given.toFixed(0)} were asked)` : String(answers),
        ...(['app', 'sheets', 'noisy', 'corrections', 'random'] as const).map((strategy) => `${curves[strategy][at]!.all.pairwiseF1.toFixed(3)} (${curves[strategy][at]!.worst.pairwiseF1.toFixed(2)})`),
        curves.constraints[at]!.all.pairwiseF1, fixed, all.ami, all.bcubedF1, all.mAP, untouched?.pairwiseF1 ?? '', untouched?.ami ?? ''
      ])),
      ''
    ]),
    '“Untouched” are the photos that no answer named: what they gain was learned, not said. The constants of the fit and of the cut were chosen on sets of these five kinds, so other libraries may gain less.', ''
  ];
  writeFileSync(join(docs, 'learning-curves.md'), lines.join('\n'));
}

/** Small multiples: one panel a set, F1 from 0 to 1 over answers on a square-root scale, so that the first ones are seen. */
function plot(results: readonly SetCurves[]): string {
  const [width, height, left, top] = [220, 150, 40, 30];
  const x = (answers: number): number => left + (Math.sqrt(answers) / Math.sqrt(counts.at(-1)!)) * (width - left - 12);
  const y = (value: number): number => top + (1 - value) * (height - top - 24);
  const panels = results.map(({ set, fixed, curves }, at) => {
    const line = (strategy: Strategy): string =>
      `<polyline fill="none" stroke="${colours[strategy]}" stroke-width="${strategy === 'app' ? 2.5 : 1.5}" points="${curves[strategy].map(({ answers, all }) => `${x(answers).toFixed(1)},${y(all.pairwiseF1).toFixed(1)}`).join(' ')}"/>`;
    const ticks = [0, 0.5, 1].map((value) => `<line x1="${left}" x2="${width - 12}" y1="${y(value)}" y2="${y(value)}" stroke="#ddd"/><text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${value}</text>`);
    const numbers = [0, 10, 50, 100, 200].filter((count) => count <= counts.at(-1)!).map((answers) => `<text x="${x(answers)}" y="${height - 8}" text-anchor="middle">${answers}</text>`);
    return `<g transform="translate(${(at % 3) * width},${Math.floor(at / 3) * height})"><text x="${left}" y="18" font-weight="600">${set}</text>${ticks.join('')}${numbers.join('')}<line x1="${left}" x2="${width - 12}" y1="${y(fixed)}" y2="${y(fixed)}" stroke="#b04a5a" stroke-dasharray="3 3"/>${strategies.map(line).join('')}</g>`;
  });
  const rows = Math.ceil(results.length / 3);
  const legend = [...strategies.map((strategy) => [names[strategy], colours[strategy]] as const), ['fixed threshold', '#b04a5a'] as const]
    .map(([name, colour], at) => {
      const [left0, top0] = [left + (at % 3) * 200, rows * height + 10 + Math.floor(at / 3) * 18];
      return `<rect x="${left0}" y="${top0}" width="14" height="3" fill="${colour}"/><text x="${left0 + 20}" y="${top0 + 5}">${name}</text>`;
    });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${3 * width} ${rows * height + 48}" font-family="system-ui, sans-serif" font-size="11" fill="#444"><rect width="100%" height="100%" fill="#fff"/>${panels.join('')}${legend.join('')}</svg>\n`;
}
