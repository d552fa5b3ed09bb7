// `kindred train [<folder>]`: trains the encoder on an indexed folder's photos and switches to the result if it is better. Resumes an
// interrupted run; Ctrl+C interrupts it.

import type { EncoderScores, TrainProgress } from '../../src-shared/contract.ts';
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
import { knownLibrary } from './known-library.ts';
import { readRecipe, recipeOptions } from './recipe.ts';
import { readSettings } from '../settings.ts';

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
      dataFolder: data, folder: known.folders[0] ?? '', engine, groups: false, learning: learningWith({ forced }), pairs: async () => (await readSettings(data)).pairRaw,
      emit: (name, payload) => {
        if (name === 'train.progress') print(payload as TrainProgress); // the name says which payload it is
      }
    });
    try {
      const { learning } = library;
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
  const cell = (value: number): string => value.toFixed(3).padStart(10);
  const row = (name: string, { recallAt1, mAP, auc }: EncoderScores): string => `${name.padEnd(8)}${cell(recallAt1)}${cell(mAP)}${auc === null ? '' : cell(auc)}`;
  return [
    `trained on ${counted(photos, 'photo')} for ${Math.round(seconds)} s${recipe ? ` with ${recipe.objective}` : ''}; scores of finding ${counted(heldOut, 'held-out photo by views of it', 'held-out photos by views of them')}`,
    `          recall@1       mAP${before.auc === null ? '' : '     pairs'}`, row('before', before), row('after', after),
    ...(gain ? [`The score changed by ${gain.score.toFixed(3)}, ± ${gain.error.toFixed(3)}.`] : []),
    adopted ? `The new encoder is better and in use: ${encoderVersion}.` : `The new encoder is not better by more than that error, so ${encoderVersion} stays in use.`
  ].join('\n');
}

/** Prints progress on stderr: one line, rewritten, on a terminal; else a line every few seconds and at each change of phase. */
function trainPrinter(stream: NodeJS.WriteStream = process.stderr): (progress: TrainProgress) => void {
  let last = { at: 0, phase: '', notices: 0 };
  return ({ phase, seconds, budget, speed, secondsLeft, encoded, loss, score, backend, depth, notices, heldOut, photos }) => {
    for (const notice of notices.slice(last.notices)) {
      stream.write(notice.kind === 'interrupted' ? 'resuming an interrupted training\n' : `${notice.from} failed (${notice.reason}): continuing on ${notice.to}\n`);
    }
    const now = Date.now();
    const due = now - last.at >= (stream.isTTY ? 200 : 5000) || phase !== last.phase;
    last = { at: due ? now : last.at, phase, notices: notices.length };
    if (!due) return;
    const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
    const numbers = [loss.at(-1) && `loss ${loss.at(-1)?.value.toFixed(3)}`, score.at(-1) && `score ${score.at(-1)?.value.toFixed(3)}`].filter(Boolean).join(', ');
    const line =
      phase === 'preparing' ? `preparing: ${counted(photos, 'photo')} to train on, ${heldOut} held out`
      : phase === 'encoding' ? `encoding: ${encoded.done} of ${encoded.total}${left}`
      : phase === 'training' || phase === 'scoring' ? `${phase} on ${backend} (${depth}): ${Math.round(seconds)} of ${Math.round(budget)} s, ${speed.toFixed(1)} photos/s${numbers && `, ${numbers}`}${left}`
      : phase;
    const ended = phase === 'done' || phase === 'cancelled' || phase === 'failed';
    stream.write(stream.isTTY ? `\r\u001b[K${line}${ended ? '\n' : ''}` : `${line}\n`);
  };
}
