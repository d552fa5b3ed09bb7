import { expect, it } from 'vitest';
import { TrainStory } from '../../../src-main/library/training/story.ts';

it('tells what a run waits for by itself until it goes on, and not that the user paused it', () => {
  const story = new TrainStory({ job: 'train', budget: 60, kept: null, interrupted: true });
  const kinds = (): string[] => story.progress.notices.map(({ kind }) => kind);
  story.enter('training');
  for (const why of ['battery', 'memory'] as const) {
    story.pause(why);
    expect([story.phase, kinds()]).toEqual(['paused', ['interrupted', why]]);
    story.resume();
    expect([story.phase, kinds()]).toEqual(['training', ['interrupted']]);
  }
  story.pause();
  expect([story.phase, kinds()]).toEqual(['paused', ['interrupted']]);
});
