// What is said of long work that ended by itself, wherever the user is.

import type { IndexProgress, LibraryFolder, TrainProgress } from '../../src-shared/contract.ts';
import type { PlanProgress } from '../../src-shared/filing/plan.ts';
import { t } from '../messages/messages.svelte.ts';
import type { Places } from './places.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';

export interface Indexed {
  /** Photos that were not known before. */
  readonly added: number;
  /** Nothing was known before: that everything is new is no news. */
  readonly first?: boolean;
}

/** New photos lead, then problems: what there is most to look at can be shown. */
export function tellIndexed(toasts: Toasts, places: Places, { counts }: IndexProgress, indexed: Indexed): void {
  const { changed, removed, problems } = counts;
  const [added, copies] = indexed.first ? [0, 0] : [indexed.added, counts.new - indexed.added];
  const news = [
    added > 0 ? t('news.new', { count: added }) : '',
    copies > 0 ? t('news.copies', { count: copies }) : '',
    changed > 0 ? t('news.changed', { count: changed }) : '',
    removed > 0 ? t('news.removed', { count: removed }) : '',
    problems > 0 ? t('nav.problems.count', { count: problems }) : ''
  ].filter((part) => part !== '');
  if (news.length === 0) return;
  const screen = added > 0 ? 'new' : problems > 0 ? 'problems' : null;
  toasts.say(news.join(' · '), screen && { label: t('toast.problems.show'), run: () => places.show(screen) });
}

/** The user asked for changes and there are none, which nothing else would show. */
export function tellUnchanged(toasts: Toasts, { phase, counts }: IndexProgress): void {
  const { unchanged: _, ...changes } = counts;
  if (phase === 'done' && Object.values(changes).every((count) => count === 0)) toasts.say(t('news.none'));
}

/** A drive was unplugged, or plugged in again. */
export function tellFolders(toasts: Toasts, before: readonly LibraryFolder[], now: readonly LibraryFolder[]): void {
  for (const { path, problem } of now) {
    const was = before.find((folder) => folder.path === path);
    if (was === undefined || (was.problem === null) === (problem === null)) continue;
    const folder = path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
    toasts.say(t(problem === null ? 'news.online' : 'news.offline', { folder }));
  }
}

/** Files that could not be taken back are listed with why. */
export function tellTakenBack(toasts: Toasts, places: Places, { done, refused, stoppedBy }: PlanProgress): void {
  const back = done - refused;
  const news = stoppedBy ? t('export.stopped', { count: back, reason: stoppedBy.message }) : [t('export.undone', { count: back }), ...(refused > 0 ? [t('filed.refused', { count: refused })] : [])].join(' · ');
  toasts.say(news, refused > 0 || stoppedBy ? { label: t('toast.problems.show'), run: () => places.show('filed') } : null);
}

/** Not on the screen of learning itself, where it stands. */
export function tellLearned(toasts: Toasts, places: Places, { phase, job, outcome }: TrainProgress): void {
  const text = phase === 'failed' ? t(job === 'pack' ? 'packs.failed' : 'learn.failed') : job === 'pack' && outcome ? t(outcome.adopted ? 'packs.adopted' : 'packs.kept') : job !== 'train' ? t('learn.switched') : outcome?.adopted ? t('learn.adopted') : t('learn.kept');
  if ((job === 'switch' || (job === 'pack' && !outcome)) && phase === 'done') toasts.say(text);
  else if (places.now.screen !== 'learn') toasts.say(text, { label: t('toast.problems.show'), run: () => places.show('learn') });
}
