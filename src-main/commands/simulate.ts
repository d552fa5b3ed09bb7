// `kindred simulate <folder> --truth <truth.json> --answers 0,10,…`: a simulated user judges photos by their known groups; prints the scores
// after each number of answers. `--strategy` picks the user's habit, `--seeds 1-10` plays several runs and prints their mean and worst. With
// `sheets` a number of answers is the time that so many answers about pairs take.

import { resolve } from 'node:path';
import { shippedWeights } from '../hosts/resources.ts';
import { knownGroups } from '../measuring/evaluate.ts';
import { readTruth, withThrowAwayLibrary } from '../measuring/known-set.ts';
import { strategies, type Strategy } from '../measuring/players.ts';
import { type CurvePoint, type GroupScores, simulate, summarise, type Summary } from '../measuring/simulate.ts';
import { backendsFor, progressPrinter, readArguments, readBackend, UsageError } from './arguments.ts';
import { counted } from './counted.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    truth: { type: 'string' }, answers: { type: 'string' }, seed: { type: 'string' }, seeds: { type: 'string' }, strategy: { type: 'string' },
    encoder: { type: 'string' }, backend: { type: 'string' }, json: { type: 'boolean' }
  });
  const [folder] = positionals;
  if (folder === undefined || values.truth === undefined) throw new UsageError('expected a folder and --truth <truth.json>');
  const counts = readCounts(values.answers ?? '0,10,20,50,100');
  const seeds = readSeeds(values.seed, values.seeds);
  const strategy = strategies.find((name) => name === (values.strategy ?? 'app'));
  if (!strategy) throw new UsageError(`expected one of ${strategies.join(', ')} as the strategy, got ${values.strategy}`);
  const groupOf = await readTruth(values.truth);

  const weights = values.encoder === undefined ? shippedWeights : resolve(values.encoder);
  const runs = await withThrowAwayLibrary(folder, { weights, backends: await backendsFor(readBackend(values.backend)), onProgress: progressPrinter() }, async (library) => {
    const space = await library.space();
    const labels = knownGroups(library.store, space.ids, groupOf);
    return seeds.map((seed) => simulate(space, labels, { counts, seed, strategy }));
  });
  const curve = summarise(runs);
  if (!values.json) printTable(curve, runs.length > 1, strategy);
  else if (values.seeds === undefined) console.log(JSON.stringify({ seed: seeds[0], strategy, curve: runs[0]!.map(toJson) })); // one seed, one run
  else console.log(JSON.stringify({ strategy, seeds, curve: curve.map((point) => ({ ...toJson(point), worst: rounded(point.worst) })) }));
}

/** `--seed 4`, or `--seeds 1-10`, or `--seeds 1,4,7`. */
function readSeeds(seed: string | undefined, seeds: string | undefined): number[] {
  if (seed !== undefined && seeds !== undefined) throw new UsageError('expected --seed or --seeds, got both');
  const [, first, last] = /^(\d+)-(\d+)$/.exec(seeds ?? '') ?? [];
  const list = first !== undefined ? Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => Number(first) + at) : (seeds ?? seed ?? '1').split(',').map(Number);
  if (list.length === 0 || !list.every(Number.isInteger)) throw new UsageError(seeds === undefined ? `expected --seed to be a whole number, got ${seed}` : `expected --seeds such as 1-10, got ${seeds}`);
  return list;
}

function toJson({ answers, given, seconds, all, untouched }: CurvePoint): object {
  return { answers, given, seconds: Math.round(seconds * 10) / 10, all: rounded(all), untouched: untouched && rounded(untouched) };
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

function printTable(curve: readonly Summary[], several: boolean, strategy: Strategy): void {
  const cells = ({ pairwiseF1, ami, bcubedF1, mAP }: GroupScores): string => [pairwiseF1, ami, bcubedF1, mAP].map((value) => value.toFixed(3).padStart(10)).join('');
  console.log(`answers  seconds  all photos:  F1       AMI   B-cubed       mAP${several ? '  worst F1' : ''}   no answer:  F1       AMI   B-cubed       mAP`);
  for (const { given, seconds, all, worst, untouched } of curve) {
    console.log(`${String(Math.round(given)).padStart(7)}  ${String(Math.round(seconds)).padStart(7)}       ${cells(all)}${several ? worst.pairwiseF1.toFixed(3).padStart(10) : ''}       ${untouched ? cells(untouched) : 'every photo was named'}`);
  }
  const { answers, given } = curve.at(-1)!; // at least one number of answers is asked for
  if (given < answers && strategy !== 'sheets') console.log(`no questions were left after ${counted(Math.round(given), 'answer')}`);
}
