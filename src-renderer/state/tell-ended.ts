// Tells by a notification of the system that long work has ended, where the app is in the background and the user wants to know.

import { messages, t } from '../messages/messages.svelte.ts';
import type { Job } from './job.ts';
import type { Kindred } from './kindred.svelte.ts';

export function tellEnded(kindred: Pick<Kindred, 'settings' | 'description' | 'bridge' | 'attempt'>, name: string, { kind, phase, failures, why, counted }: Job): void {
  if (!kindred.settings.tellEnd || (document.visibilityState === 'visible' && document.hasFocus())) return;
  const title = `${t(`job.${kind}`)} · ${t(phase === 'failed' ? 'job.failed' : 'job.done')}`;
  const parts = [name, counted ? t('index.count', counted) : '', failures > 0 ? t('job.failures', { count: failures }) : '', why === null ? '' : typeof why === 'string' ? why : messages.failure(why)];
  const text = parts.filter((part) => part !== '').join(' · ');
  if (kindred.description?.host === 'electron') void kindred.attempt(kindred.bridge.request('desktop.notify', { title, text }));
  else if (typeof Notification !== 'undefined' && Notification.permission === 'granted') new Notification(title, { body: text });
}
