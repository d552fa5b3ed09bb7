// Every objective in equal time: from the same weights, on the same pictures, by the same recipe. The order is that of the history: a
// pretext task, objectives of pairs and triplets with their miners, of all others at once, and those that need no other photo.

import { join } from 'node:path';
import type { MinerName } from '../../src-shared/learning/mining/miner.ts';
import type { ObjectiveName, Recipe } from '../../src-shared/learning/training/recipe.ts';
import { table } from './card.ts';
import { PretrainingFolder } from './files.ts';
import { pretrain, type PretrainOptions, type Scores } from './run.ts';

/** An objective and its miner, if it takes one. */
export interface Choice {
  readonly objective: ObjectiveName;
  readonly miner?: MinerName;
  readonly kind: 'pretext' | 'contrastive' | 'non-contrastive';
  readonly paper: string;
}

/** All objectives but supervised-contrastive, which needs answers. */
export const choices: readonly Choice[] = [
  { objective: 'rotation', kind: 'pretext', paper: 'Gidaris et al. 2018' },
  { objective: 'contrastive', miner: 'all', kind: 'contrastive', paper: 'Hadsell et al. 2006' },
  { objective: 'contrastive', miner: 'hard', kind: 'contrastive', paper: 'Hadsell et al. 2006' },
  { objective: 'triplet', miner: 'easy', kind: 'contrastive', paper: 'Xuan et al. 2020' },
  { objective: 'triplet', miner: 'semi-hard', kind: 'contrastive', paper: 'Schroff et al. 2015' },
  { objective: 'triplet', miner: 'hard', kind: 'contrastive', paper: 'Schroff et al. 2015' },
  { objective: 'triplet', miner: 'batch-hard', kind: 'contrastive', paper: 'Hermans et al. 2017' },
  { objective: 'lifted-structure', kind: 'contrastive', paper: 'Oh Song et al. 2016' },
  { objective: 'multi-similarity', kind: 'contrastive', paper: 'Wang et al. 2019' },
  { objective: 'nt-xent', kind: 'contrastive', paper: 'Chen et al. 2020' },
  { objective: 'barlow-twins', kind: 'non-contrastive', paper: 'Zbontar et al. 2021' },
  { objective: 'vicreg', kind: 'non-contrastive', paper: 'Bardes et al. 2022' }
];

export interface Compared extends Choice {
  readonly scores: Scores;
}

/** The name of a choice, also of its folder. */
export function nameOf({ objective, miner }: Choice): string {
  return miner ? `${objective}, ${miner}` : objective;
}

/**
 * Trains once for each choice, in folders of their own below `folder`, each for `minutes`. Finished ones are only scored again, so that it
 * resumes; `null` if `signal` ended it early. Rejects like `pretrain`.
 */
export async function compareObjectives(folder: string, { recipe, ...options }: Omit<PretrainOptions, 'folder'>, among: readonly Choice[] = choices): Promise<Compared[] | null> {
  const compared: Compared[] = [];
  for (const choice of among) {
    const { objective, miner } = choice;
    const chosen: Recipe = { ...recipe, objective, ...(miner && { miner }) };
    const scores = await pretrain({ ...options, scorings: 1, recipe: chosen, folder: await PretrainingFolder.open(join(folder, nameOf(choice).replace(', ', '-'))) });
    if (!scores) return null;
    compared.push({ ...choice, scores });
  }
  return compared;
}

/** mAP of each choice on held-out pictures and on every set, as a table in Markdown. */
export function compareTable(compared: readonly Compared[]): string {
  const sets = Object.keys(compared[0]?.scores.sets ?? {});
  return table(
    ['objective', 'kind', 'paper', 'held out', ...sets],
    compared.map((one) => [nameOf(one), one.kind, one.paper, one.scores.heldOut.mAP.toFixed(3), ...sets.map((set) => (one.scores.sets[set]?.mAP ?? NaN).toFixed(3))])
  );
}

/** The processor's time of this process in milliseconds: a clock that runs equally fast for all on a busy machine, if they learn in its threads. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
