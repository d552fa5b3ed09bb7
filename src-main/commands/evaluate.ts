// `kindred evaluate <folder> --truth <truth.json>`: scores against known groups, in a temporary library. `--encoder <file>` scores other
// weights than the app's, such as a trained version's.

import { resolve } from 'node:path';
import { shippedWeights } from '../hosts/resources.ts';
import { evaluate, type Evaluation } from '../measuring/evaluate.ts';
import { readTruth, withThrowAwayLibrary } from '../measuring/known-set.ts';
import { backendsFor, progressPrinter, readArguments, readBackend, UsageError } from './arguments.ts';
import { counted } from './counted.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { truth: { type: 'string' }, encoder: { type: 'string' }, backend: { type: 'string' }, json: { type: 'boolean' } });
  const [folder] = positionals;
  if (folder === undefined || values.truth === undefined) throw new UsageError('expected a folder and --truth <truth.json>');
  const groupOf = await readTruth(values.truth);
  const weights = values.encoder === undefined ? shippedWeights : resolve(values.encoder);
  await withThrowAwayLibrary(folder, { weights, backends: await backendsFor(readBackend(values.backend)), onProgress: progressPrinter() }, async (library, engine) => {
    const evaluation = await evaluate(library.store, library.versions, groupOf);
    const { problems } = library.state;
    if (values.json) console.log(JSON.stringify({ ...evaluation, problems, backend: engine.backend, encoderVersion: engine.encoderVersion }));
    else printTable(evaluation, `${counted(problems, 'problem')}, ${engine.backend}, encoder ${engine.encoderVersion}`);
  });
}

function printTable({ photos, features, groupsAtDefault, groupsBest }: Evaluation, note: string): void {
  const cell = (value: number): string => value.toFixed(3).padStart(10);
  console.log(`${counted(photos, 'photo')}, ${note}\n\nfeatures    recall@1       mAP`);
  for (const [name, { recallAt1, mAP }] of Object.entries(features)) console.log(`${name.padEnd(10)}${cell(recallAt1)}${cell(mAP)}`);
  const { pairwiseF1, precision, recall, ami, bcubedF1 } = groupsAtDefault;
  console.log(`\ngroups    pairwise F1 precision    recall       AMI   B-cubed`);
  console.log(`default   ${cell(pairwiseF1)}${cell(precision)}${cell(recall)}${cell(ami)}${cell(bcubedF1)}`);
  console.log(`best      ${cell(groupsBest.pairwiseF1)}${''.padStart(20)}${cell(groupsBest.ami)}${cell(groupsBest.bcubedF1)}`);
}
