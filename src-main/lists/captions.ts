// What stands below a photo on a contact sheet, and how photos are divided there.
import type { Listed } from './listed.ts';

export interface Sheet {
  readonly title: string;
  readonly locale: string;
  readonly listed: readonly Listed[];
  /** A JPEG; `null` if there is none. */
  readonly thumbnail: (photo: Listed) => Uint8Array | null;
}

/** Photos one after the other that are of one group or album. */
export interface Section {
  readonly heading: string | null;
  readonly photos: readonly Listed[];
}

export function sectionsOf(listed: readonly Listed[]): Section[] {
  const sections: { heading: string | null; photos: Listed[] }[] = [];
  for (const photo of listed) {
    const heading = photo.group ?? photo.album;
    const last = sections.at(-1);
    if (last !== undefined && last.heading === heading) last.photos.push(photo);
    else sections.push({ heading, photos: [photo] });
  }
  return sections;
}

/** The second line of a caption: when it was taken, and its mark. */
export function captionOf({ taken, stars, flag, favourite }: Listed, locale: string): string {
  const date = taken === null ? '' : new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(`${taken}Z`));
  return [date, '★'.repeat(stars), favourite ? '♥' : '', flag === 'rejected' ? '×' : ''].filter((part) => part !== '').join('  ');
}
