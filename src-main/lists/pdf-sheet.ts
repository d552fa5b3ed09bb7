// A contact sheet as a PDF on A4 pages, with a font that has Latin and Korean letters; what it lacks is shown as a box.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import PDFDocument from 'pdfkit';
import { captionOf, sectionsOf, type Sheet } from './captions.ts';
import type { Listed } from './listed.ts';

const MARGIN = 36;
const COLUMNS = 4;
const GAP = 12;
const PICTURE = 104;
const CELL = PICTURE + 38;
const [TITLE_SIZE, HEADING_SIZE, NAME_SIZE, CAPTION_SIZE] = [16, 11, 7.5, 7];
const GREY = '#666666';

/** The file, in pieces. */
export async function* pdfSheet(sheet: Sheet): AsyncGenerator<Uint8Array> {
  const data = readFileSync(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf'));
  const font = fontkit.create(data);
  const has = (character: string): boolean => 'hasGlyphForCodePoint' in font && font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
  const page = new PDFDocument({ size: 'A4', margin: MARGIN, bufferPages: false, info: { Title: sheet.title, Creator: 'Kindred' } });
  page.registerFont('text', data);
  page.font('text');
  new Drawing(page, sheet, (text) => Array.from(text.normalize('NFC'), (character) => (has(character) ? character : '□')).join('')).draw();
  page.end();
  yield* page as AsyncIterable<Uint8Array>;
}

class Drawing {
  readonly #page: PDFKit.PDFDocument;
  readonly #sheet: Sheet;
  readonly #shown: (text: string) => string;
  readonly #width: number;
  readonly #bottom: number;
  #y = MARGIN;

  constructor(page: PDFKit.PDFDocument, sheet: Sheet, shown: (text: string) => string) {
    [this.#page, this.#sheet, this.#shown] = [page, sheet, shown];
    this.#width = (page.page.width - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS;
    this.#bottom = page.page.height - MARGIN;
  }

  draw(): void {
    this.#line(this.#sheet.title, TITLE_SIZE, 34);
    for (const { heading, photos } of sectionsOf(this.#sheet.listed)) {
      if (heading !== null) {
        this.#room(CELL + 20);
        this.#line(heading, HEADING_SIZE, 20);
      }
      for (let at = 0; at < photos.length; at += COLUMNS) {
        this.#room(CELL);
        for (const [column, photo] of photos.slice(at, at + COLUMNS).entries()) this.#cell(photo, MARGIN + column * (this.#width + GAP));
        this.#y += CELL;
      }
      this.#y += 6;
    }
  }

  #line(text: string, size: number, height: number): void {
    this.#text(text, MARGIN, this.#y, size, '#000000', this.#page.page.width - 2 * MARGIN);
    this.#y += height;
  }

  #cell(photo: Listed, x: number): void {
    const thumbnail = this.#sheet.thumbnail(photo);
    if (thumbnail !== null) this.#page.image(Buffer.from(thumbnail), x, this.#y, { fit: [this.#width, PICTURE], align: 'center', valign: 'bottom' });
    this.#text(photo.name, x, this.#y + PICTURE + 4, NAME_SIZE, '#000000', this.#width);
    this.#text(captionOf(photo, this.#sheet.locale), x, this.#y + PICTURE + 16, CAPTION_SIZE, GREY, this.#width);
  }

  /** One line, shortened to fit. */
  #text(text: string, x: number, y: number, size: number, colour: string, width: number): void {
    this.#page.fontSize(size).fillColor(colour).text(this.#shown(text), x, y, { width, height: size * 1.5, ellipsis: '…', lineBreak: true });
  }

  /** Begins a page where the next row would not fit. */
  #room(height: number): void {
    if (this.#y + height <= this.#bottom) return;
    this.#page.addPage();
    this.#y = MARGIN;
  }
}
