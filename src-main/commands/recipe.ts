// The options that choose a training's objective: --objective, --miner and --margin.

import { minerNames } from '../../src-shared/learning/mining/miner.ts';
import { checkChoice, objectiveNames, type Recipe, recipeFor } from '../../src-shared/learning/training/recipe.ts';
import { readNumber, UsageError } from './arguments.ts';

/** For `readArguments`. */
export const recipeOptions = { objective: { type: 'string' }, miner: { type: 'string' }, margin: { type: 'string' } } as const;

/** What differs from the default recipe. Throws a `UsageError` for an unknown name, and for a miner or margin that the objective does not take. */
export function readRecipe(values: { readonly objective?: string | undefined; readonly miner?: string | undefined; readonly margin?: string | undefined }): Partial<Recipe> {
  const objective = oneOf('objective', objectiveNames, values.objective);
  const miner = oneOf('miner', minerNames, values.miner);
  const margin = values.margin === undefined ? undefined : readNumber('margin', values.margin, 1e-6, 2);
  const chosen = { ...(objective && { objective }), ...(miner && { miner }), ...(margin !== undefined && { margin }) };
  try {
    checkChoice({ ...recipeFor('all'), ...chosen });
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
  return chosen;
}

function oneOf<Name extends string>(what: string, names: readonly Name[], given: string | undefined): Name | undefined {
  if (given === undefined) return undefined;
  const name = names.find((known) => known === given);
  if (!name) throw new UsageError(`expected one of ${names.join(', ')} as the ${what}, got ${given}`);
  return name;
}
