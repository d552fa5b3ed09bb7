// A contact sheet as one HTML file that needs nothing else: thumbnails are embedded. Printed, it breaks between rows.
import { captionOf, sectionsOf, type Sheet } from './captions.ts';
import type { Listed } from './listed.ts';

const STYLE = `
:root { color-scheme: light dark; font: 14px/1.4 system-ui, "Noto Sans KR", sans-serif; }
body { margin: 2rem; background: Canvas; color: CanvasText; }
h1 { font-size: 1.5rem; margin: 0 0 1.5rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .75rem; }
section > div { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 1.25rem 1rem; }
figure { margin: 0; break-inside: avoid; } .picture { display: grid; place-items: end center; height: 8.5rem; }
img { max-width: 100%; max-height: 8.5rem; border-radius: 2px; }
figcaption { margin-top: .4rem; font-size: .8rem; overflow-wrap: anywhere; } figcaption span { display: block; color: GrayText; }
@media print { body { margin: 0; } section > div { grid-template-columns: repeat(4, 1fr); } }`;

/** The file, in pieces. */
export function* htmlSheet(sheet: Sheet): Generator<string> {
  const { title, locale, listed } = sheet;
  yield `<!doctype html>\n<html lang="${escaped(locale)}">\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style></head>\n<body>\n<h1>${escaped(title)}</h1>\n`;
  for (const { heading, photos } of sectionsOf(listed)) {
    yield `<section>${heading === null ? '' : `<h2>${escaped(heading)}</h2>`}<div>\n`;
    for (const photo of photos) yield figure(photo, sheet);
    yield '</div></section>\n';
  }
  yield '</body>\n</html>\n';
}

function figure(photo: Listed, { thumbnail, locale }: Sheet): string {
  const data = thumbnail(photo);
  const picture = data === null ? '' : `<img src="data:image/jpeg;base64,${Buffer.from(data).toString('base64')}" alt="" loading="lazy">`;
  return `<figure><div class="picture">${picture}</div><figcaption>${escaped(photo.name)}<span>${escaped(captionOf(photo, locale))}</span></figcaption></figure>\n`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
