// Divides a list of photos in time order into months.

import type { Section } from '../layout/justified.ts';
import { messages, t } from '../messages/messages.svelte.ts';
import type { Photos } from '../state/photos.ts';

/** One section per month, the first of each year marked with the year, and one for photos without a date, which has a mark of its own. */
export function monthsOf(ids: Uint32Array, photos: Photos): Section[] {
  const sections: Section[] = [];
  let last: number | undefined;
  let lastYear: number | undefined;
  ids.forEach((id, start) => {
    const taken = photos.takenAt(id);
    const date = new Date(taken);
    const month = Number.isNaN(taken) ? NaN : date.getUTCFullYear() * 12 + date.getUTCMonth();
    if (Object.is(month, last)) return;
    last = month;
    const year = date.getUTCFullYear();
    const title = Number.isNaN(month) ? t('photos.undated') : messages.date(taken, { year: 'numeric', month: 'long' });
    sections.push({ start, title, ...(Number.isNaN(month) ? { mark: t('photos.undated.mark') } : year !== lastYear && { mark: String(year) }) });
    lastYear = year;
  });
  return sections;
}
