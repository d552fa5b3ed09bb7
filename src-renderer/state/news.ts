// What is said of long work that ended by itself, wherever the user is.

import type { IndexProgress, TrainProgress } from '../../src-shared/contract.ts';
import { t } from '../messages/messages.svelte.ts';
import type { Places } from './places.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';

export function tellIndexed(toasts: Toasts, places: Places, { counts }: IndexProgress): void {
  if (counts.problems > 0) {
    toasts.say(t('nav.problems.count', { count: counts.problems }), { label: t('toast.problems.show'), run: () => places.show('problems') });
  } else if (counts.new > 0 && counts.changed > 0) toasts.say(t('index.done.both', { added: counts.new, changed: counts.changed }));
  else if (counts.new > 0) toasts.say(t('index.done', { count: counts.new }));
  else if (counts.changed > 0) toasts.say(t('index.done.changed', { count: counts.changed }));
}

/** Not on the screen of learning itself, where it stands. */
export function tellLearned(toasts: Toasts, places: Places, { phase, job, outcome }: TrainProgress): void {
  const text = phase === 'failed' ? t('learn.failed') : job === 'switch' ? t('learn.switched') : outcome?.adopted ? t('learn.adopted') : t('learn.kept');
  if (job === 'switch' && phase === 'done') toasts.say(text);
  else if (places.now.screen !== 'learn') toasts.say(text, { label: t('toast.problems.show'), run: () => places.show('learn') });
}
