// Words an estimate without suggesting that it is exact.

import { t } from './messages.svelte.ts';

export function timeLeft(seconds: number): string {
  if (seconds < 50) return t('index.left.seconds', { seconds: seconds < 10 ? Math.max(1, Math.ceil(seconds)) : Math.ceil(seconds / 5) * 5 });
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return t('index.left.minutes', { minutes });
  return t('index.left.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
