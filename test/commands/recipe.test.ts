import { describe, expect, it } from 'vitest';
import { isUsageError } from '../../src-main/commands/arguments.ts';
import { readRecipe } from '../../src-main/commands/recipe.ts';

describe('the choice of an objective', () => {
  it('is empty if none is made', () => {
    expect(readRecipe({})).toEqual({});
  });

  it.each([
    [{ objective: 'vicreg' }, { objective: 'vicreg' }],
    [{ objective: 'triplet', miner: 'batch-hard', margin: '0.3' }, { objective: 'triplet', miner: 'batch-hard', margin: 0.3 }],
    [{ objective: 'lifted-structure', margin: '2' }, { objective: 'lifted-structure', margin: 2 }]
  ])('of %o is read', (values, recipe) => {
    expect(readRecipe(values)).toEqual(recipe);
  });

  it.each([
    [{ objective: 'cosine' }, 'expected one of nt-xent, vicreg'],
    [{ objective: 'triplet', miner: 'softest' }, 'expected one of all, easy, semi-hard, hard, batch-hard as the miner'],
    [{ objective: 'triplet', margin: 'wide' }, 'expected --margin from'],
    [{ objective: 'contrastive', margin: '2.5' }, 'expected --margin from'],
    [{ miner: 'hard' }, 'expected triplet or contrastive as the objective, got nt-xent'],
    [{ objective: 'barlow-twins', margin: '0.5' }, 'as the objective, got barlow-twins']
  ])('of %o is refused with what would do', (values, message) => {
    const read = (): unknown => readRecipe(values);
    expect(read).toThrow(message);
    try {
      read();
    } catch (error) {
      expect(isUsageError(error)).toBe(true);
    }
  });
});
