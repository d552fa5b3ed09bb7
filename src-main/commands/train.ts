// `kindred train [<folder>]`: trains the encoder on an indexed folder's photos and switches to the result if it is better. Resumes an
// interrupted run; Ctrl+C interrupts it.

import type { TrainProgress } from '../../src-shared/contract.ts';
import type { Recipe } from '../../src-shared/learning/training/recipe.ts';
import { explainLearning } from '../compute/backends.ts';
import { openEngine } from '../compute/open-engine.ts';
import { dataFolder } from '../data-folder.ts';
import { CodedError } from '../failure.ts';
import { learningWith } from '../hosts/learning.ts';
import { shippedWeights } from '../hosts/resources.ts';
import { Library } from '../library/library.ts';
import { backendsFor, readArguments, readBackend, UsageError } from './arguments.ts';
import { counted } from './counted.ts';
import { followEncoder } from './follow-encoder.ts';
import { knownLibrary } from './known-library.ts';
import { readRecipe, recipeOptions } from './recipe.ts';
import { readSettings } from '../settings.ts';
import { scoreTable, trainPrinter } from './train-words.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' }, minutes: { type: 'string' }, backend: { type: 'string' }, ...recipeOptions });
  const minutes = values.minutes === undefined ? null : Number(values.minutes);
  if (minutes !== null && !(minutes > 0 && minutes <= 1440)) throw new UsageError(`expected minutes above 0 and up to 1440, got ${values.minutes}`);
  const forced = readBackend(values.backend);
  const recipe = readRecipe(values);

  const data = dataFolder();
  const { library: known } = knownLibrary(data, positionals[0]);

  const backends = await backendsFor(forced);
  console.error(explainLearning(backends));
  const engine = await openEngine({ weights: shippedWeights, backends });
  try {
    const print = trainPrinter();
    const library = await Library.open({
      dataFolder: data, folder: known.folders[0] ?? '', engine, groups: false, learning: learningWith({ dataFolder: data, forced }), pairs: async () => (await readSettings(data)).pairRaw,
      emit: (name, payload) => {
        if (name === 'train.progress') print(payload as TrainProgress); // the name says which payload it is
      }
    });
    try {
      const { learning } = library;
      await followEncoder(learning);
      const begun = await learning.start({ minutes: minutes ?? (await learning.plan()).minutes, recipe });
      const leave = (): void => begun.leave();
      process.once('SIGINT', leave);
      process.once('SIGTERM', leave);
      const progress = await begun.finished;
      if (progress.error) throw new CodedError(progress.error.code, progress.error.message);
      if (progress.phase === 'cancelled') throw new CodedError('unexpected', 'Stopped before the end; run the same command again to resume.');
      if (values.json) console.log(JSON.stringify(toJson(progress, library.state.encoderVersion, begun.recipe)));
      else console.log(describe(progress, library.state.encoderVersion, begun.recipe));
    } finally {
      await library.close();
    }
  } finally {
    await engine.close();
  }
}

function toJson({ outcome, backend, depth, photos, heldOut, seconds, notices }: TrainProgress, encoderVersion: string, recipe: Recipe | null): Record<string, unknown> {
  return { ...outcome, encoderVersion, backend, depth, photos, heldOut, seconds: Number(seconds.toFixed(1)), notices, recipe };
}

function describe({ outcome, photos, heldOut, seconds }: TrainProgress, encoderVersion: string, recipe: Recipe | null): string {
  if (!outcome) return `${encoderVersion} is in use.`;
  const { adopted, before, after, gain } = outcome;
  return [
    `trained on ${counted(photos, 'photo')} for ${Math.round(seconds)} s${recipe ? ` with ${recipe.objective}` : ''}; scores of finding ${counted(heldOut, 'held-out photo by views of it', 'held-out photos by views of them')}`,
    ...scoreTable(before, after, gain),
    adopted ? `The new encoder is better and in use: ${encoderVersion}.` : `The new encoder is not better by more than that error, so ${encoderVersion} stays in use.`
  ].join('\n');
}
