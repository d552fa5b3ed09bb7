// `kindred simulate <folder> --truth <truth.json> --answers 0,10,…`: a simulated user answers the app's own questions from known groups;
// prints the scores after each number of answers. `--strategy` runs a baseline instead of the app.

import { resolve } from 'node:path';
import { shippedWeights } from '../hosts/resources.ts';
import { knownGroups } from '../measuring/evaluate.ts';
import { simulate, strategies, type CurvePoint, type GroupScores } from '../measuring/simulate.ts';
import { readTruth, withThrowAwayLibrary } from '../measuring/known-set.ts';
import { backendsFor, progressPrinter, readArguments, readBackend, UsageError } from './arguments.ts';
import { counted } from './counted.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    truth: { type: 'string' }, answers: { type: 'string' }, seed: { type: 'string' }, strategy: { type: 'string' },
    encoder: { type: 'string' }, backend: { type: 'string' }, json: { type: 'boolean' }
  });
  const [folder] = positionals;
  if (folder === undefined || values.truth === undefined) throw new UsageError('expected a folder and --truth <truth.json>');
  const counts = readCounts(values.answers ?? '0,10,20,50,100');
  const seed = Number(values.seed ?? 1);
  if (!Number.isInteger(seed)) throw new UsageError(`expected --seed to be a whole number, got ${values.seed}`);
  const strategy = strategies.find((name) => name === (values.strategy ?? 'app'));
  if (!strategy) throw new UsageError(`expected one of ${strategies.join(', ')} as the strategy, got ${values.strategy}`);
  const groupOf = await readTruth(values.truth);

  const weights = values.encoder === undefined ? shippedWeights : resolve(values.encoder);
  const curve = await withThrowAwayLibrary(folder, { weights, backends: await backendsFor(readBackend(values.backend)), onProgress: progressPrinter() }, async (library) => {
    const space = await library.space();
    return simulate(space, knownGroups(library.store, space.ids, groupOf), { counts, seed, strategy });
  });
  if (values.json) console.log(JSON.stringify({ seed, strategy, curve: curve.map(({ answers, given, all, untouched }) => ({ answers, given, all: rounded(all), untouched: untouched && rounded(untouched) })) }));
  else printTable(curve);
}

function readCounts(list: string): number[] {
  const counts = list.split(',').map(Number);
  if (!counts.every((count, at) => Number.isInteger(count) && count >= 0 && count > (counts[at - 1] ?? -1))) {
    throw new UsageError(`expected ascending numbers of answers such as 0,10,20, got ${list}`);
  }
  return counts;
}

function rounded(scores: GroupScores): GroupScores {
  const round = (value: number): number => Math.round(value * 1e4) / 1e4;
  return { pairwiseF1: round(scores.pairwiseF1), ami: round(scores.ami), bcubedF1: round(scores.bcubedF1), mAP: round(scores.mAP) };
}

function printTable(curve: readonly CurvePoint[]): void {
  const cells = ({ pairwiseF1, ami, bcubedF1, mAP }: GroupScores): string => [pairwiseF1, ami, bcubedF1, mAP].map((value) => value.toFixed(3).padStart(10)).join('');
  console.log(`answers  all photos:  F1       AMI   B-cubed       mAP   no answer:  F1       AMI   B-cubed       mAP`);
  for (const { given, all, untouched } of curve) console.log(`${String(given).padStart(7)}       ${cells(all)}       ${untouched ? cells(untouched) : 'every photo was named'}`);
  const { answers, given } = curve.at(-1)!; // at least one number of answers is asked for
  if (given < answers) console.log(`no questions were left after ${counted(given, 'answer')}`);
}
