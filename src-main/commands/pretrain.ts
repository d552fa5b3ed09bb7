// `kindred pretrain --data <folder or zip file>…`: trains an encoder on unlabelled pictures; with `--objective all`, one by each objective, to
// compare them. After Ctrl+C the same command resumes the training. Prints its log as lines of JSON.

import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type EncoderWeights, parseWeights, serialiseWeights } from '../../src-shared/learning/encoder/weights.ts';
import { fromScratch, recipeFor } from '../../src-shared/learning/training/recipe.ts';
import { untrainedEncoder } from '../../src-shared/learning/training/untrained.ts';
import { forLearning } from '../compute/backend.ts';
import { explainLearning } from '../compute/backends.ts';
import { CodedError } from '../failure.ts';
import { shippedWeights } from '../hosts/resources.ts';
import { compareObjectives, compareTable, nameOf, processorTime } from '../pretraining/compare.ts';
import { PretrainingFolder } from '../pretraining/files.ts';
import { openPictures } from '../pretraining/pictures.ts';
import { pretrain } from '../pretraining/run.ts';
import { readLabelledSets } from '../pretraining/labelled-sets.ts';
import { backendsFor, readArguments, readBackend, readNumber, readWhole, UsageError } from './arguments.ts';
import { readRecipe, recipeOptions } from './recipe.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    data: { type: 'string', multiple: true }, out: { type: 'string', default: 'pretrained' }, minutes: { type: 'string', default: '60' },
    backend: { type: 'string' }, start: { type: 'string' }, sets: { type: 'string' }, seed: { type: 'string', default: '1' },
    batch: { type: 'string', default: '64' }, side: { type: 'string' }, rate: { type: 'string' }, ...recipeOptions
  }, { positionals: Infinity });
  // --data a.zip b.zip, which is what a shell expands --data *.zip to
  const data = [...(values.data ?? []), ...(values.data ? positionals : [])];
  if (data.length === 0) throw new UsageError('expected --data with a folder of pictures or zip files of pictures');
  const everyObjective = values.objective === 'all';
  if (everyObjective && (values.miner ?? values.margin) !== undefined) throw new UsageError('--objective all compares the miners too, each with its own margin: leave out --miner and --margin');
  const chosen = everyObjective ? {} : readRecipe(values);
  if (chosen.objective === 'supervised-contrastive') throw new UsageError('--objective supervised-contrastive learns from your answers, which pictures without a library do not have: use kindred train');
  const minutes = readNumber('minutes', values.minutes, 0.01, 100_000);
  const batch = readWhole('batch', values.batch, 2, 65_536);
  const seed = readWhole('seed', values.seed, 0, 0xffff_ffff);
  const backends = await backendsFor(readBackend(values.backend));
  console.error(explainLearning(backends));

  const start = values.start === undefined ? await untrained(seed) : await readWeights(resolve(values.start));
  const recipe = {
    ...(values.start === undefined ? fromScratch : recipeFor('all')), seed, ...chosen,
    ...(values.side !== undefined && { side: readWhole('side', values.side, 8, 1024) }),
    ...(values.rate !== undefined && { rate: readNumber('rate', values.rate, 1e-9, 1) })
  };
  const sets = values.sets === undefined ? [] : await readLabelledSets(resolve(values.sets), start.input);
  const pictures = await openPictures(data, start.input);
  const leave = new AbortController();
  process.once('SIGINT', () => leave.abort());
  process.once('SIGTERM', () => leave.abort());
  const options = {
    pictures, start: serialiseWeights(start), backends, recipe, minutes, batch, sets, signal: leave.signal,
    onEntry: (entry: Readonly<Record<string, unknown>>) => console.log(JSON.stringify(entry))
  };
  const out = resolve(values.out);
  const stopped = (): CodedError => new CodedError('unexpected', `Stopped before the end; run the same command again to resume (${out}).`);
  try {
    if (everyObjective) {
      const learning = forLearning(backends).find(({ usable }) => usable)?.name;
      const compared = await compareObjectives(out, { ...options, ...(learning === 'wasm' && { now: processorTime }) });
      if (!compared) throw stopped();
      const table = compareTable(compared);
      await writeFile(join(out, 'OBJECTIVES.md'), `${table}\n`);
      console.log(JSON.stringify({ what: 'compared', objectives: Object.fromEntries(compared.map((one) => [nameOf(one), one.scores])) }));
      console.error(table);
    } else {
      const folder = await PretrainingFolder.open(out);
      if (!(await pretrain({ ...options, folder }))) throw stopped();
      console.error(`Wrote ${folder.encoder} and its MODEL_CARD.md.`);
    }
  } finally {
    pictures.close();
  }
}

/** An untrained encoder with the architecture of the shipped one. */
async function untrained(seed: number): Promise<EncoderWeights> {
  const { architecture, input } = await readWeights(shippedWeights);
  return untrainedEncoder(architecture, { input, seed });
}

async function readWeights(path: string): Promise<EncoderWeights> {
  try {
    return parseWeights(new Uint8Array(await readFile(path)));
  } catch (error) {
    throw new CodedError('bad-request', `${path} is not a usable encoder: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
