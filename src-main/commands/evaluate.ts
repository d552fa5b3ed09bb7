// `kindred evaluate <folder> --truth <truth.json>`: scores against known groups, in a library that is thrown away after. `--encoder <file>`
// scores other weights than the app's, such as a trained version's.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { explain } from '../compute/backends.ts';
import { openEngine } from '../compute/engine.ts';
import { CodedError } from '../failure.ts';
import { shippedWeights } from '../hosts/resources.ts';
import { evaluate, type Evaluation } from '../library/evaluate.ts';
import { Library } from '../library/library.ts';
import { backendsFor, progressPrinter, readArguments, readBackend, UsageError } from './arguments.ts';

const truthSchema = z.object({ truth: z.record(z.string(), z.union([z.string(), z.number()]).transform(String)) });

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { truth: { type: 'string' }, encoder: { type: 'string' }, backend: { type: 'string' }, json: { type: 'boolean' } });
  const [folder] = positionals;
  if (folder === undefined || values.truth === undefined) throw new UsageError('expected a folder and --truth <truth.json>');
  const weights = values.encoder === undefined ? shippedWeights : resolve(values.encoder);
  const groupOf = await readTruth(values.truth);
  const backends = await backendsFor(readBackend(values.backend));

  const data = await mkdtemp(join(tmpdir(), 'kindred-evaluate-'));
  const engine = await openEngine({ weights, backends }).catch((error: unknown) => {
    throw new CodedError('bad-request', `${weights} is no encoder that can be used: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  console.error(explain(engine.backend, engine.better, engine.note));
  try {
    const print = progressPrinter();
    const library = await Library.open({
      dataFolder: data, folder: resolve(folder), engine, groups: false,
      emit: (name, payload) => {
        if (name === 'index.progress') print(payload as Parameters<typeof print>[0]); // the name says which payload it is
      }
    });
    try {
      const { error } = await library.startIndex().finished;
      if (error) throw new CodedError(error.code, error.message);
      const evaluation = await evaluate(library.store, library.versions, groupOf);
      const problems = library.state.problems;
      if (values.json) console.log(JSON.stringify({ ...evaluation, problems, backend: engine.backend, encoderVersion: engine.encoderVersion }));
      else printTable(evaluation, `${problems} problems, ${engine.backend}, encoder ${engine.encoderVersion}`);
    } finally {
      await library.close();
    }
  } finally {
    await engine.close();
    await rm(data, { recursive: true, force: true });
  }
}

/** The group of a path relative to the folder, or to its photos/. */
async function readTruth(path: string): Promise<(path: string) => string | undefined> {
  try {
    const { truth } = truthSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    return (file) => truth[file] ?? (file.startsWith('photos/') ? truth[file.slice('photos/'.length)] : truth[`photos/${file}`]);
  } catch (error) {
    throw new CodedError('bad-request', `${path} is no truth file: ${error instanceof Error ? error.message : String(error)}. It holds { "truth": { "<path>": "<group>" } }.`, { cause: error });
  }
}

function printTable({ photos, features, groupsAtDefault, groupsBest }: Evaluation, note: string): void {
  const cell = (value: number): string => value.toFixed(3).padStart(10);
  console.log(`${photos} photos, ${note}\n\nfeatures    recall@1       mAP`);
  for (const [name, { recallAt1, mAP }] of Object.entries(features)) console.log(`${name.padEnd(10)}${cell(recallAt1)}${cell(mAP)}`);
  const { pairwiseF1, precision, recall, ami, bcubedF1 } = groupsAtDefault;
  console.log(`\ngroups    pairwise F1 precision    recall       AMI   B-cubed`);
  console.log(`default   ${cell(pairwiseF1)}${cell(precision)}${cell(recall)}${cell(ami)}${cell(bcubedF1)}`);
  console.log(`best      ${cell(groupsBest.pairwiseF1)}${''.padStart(20)}${cell(groupsBest.ami)}${cell(groupsBest.bcubedF1)}`);
}
