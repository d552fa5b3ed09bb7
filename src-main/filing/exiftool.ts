// Writes what is known of a photo into a sidecar or a photo, and reads what is there: by ExifTool, which runs as a process of its own while
// a plan is performed and needs Perl on Linux and macOS. Only ever given files that Kindred made: copies and new sidecars.
import { access } from 'node:fs/promises';
import { ExifTool, exiftoolPath, type WriteTags } from 'exiftool-vendored';
import { factsOf, fieldsOf, type XmpFields } from '../../src-shared/exchange/xmp-fields.ts';
import { refuse } from './refusal.ts';

/** Properties by ExifTool's names for them. */
const TAGS = {
  'dc:subject': 'XMP-dc:Subject', 'lr:hierarchicalSubject': 'XMP-lr:HierarchicalSubject', 'xmp:Rating': 'XMP-xmp:Rating', 'xmp:Label': 'XMP-xmp:Label',
  'digiKam:PickLabel': 'XMP-digiKam:PickLabel', 'xmpDM:pick': 'XMP-xmpDM:Pick', 'exif:GPSLatitude': 'XMP-exif:GPSLatitude', 'exif:GPSLongitude': 'XMP-exif:GPSLongitude'
} as const satisfies Record<keyof XmpFields, string>;

/** What to do where ExifTool cannot start. */
const WITHOUT_PERL = process.platform === 'win32'
  ? 'Install Kindred again: its copy of ExifTool is missing or blocked.'
  : 'It needs Perl. Install it (Debian, Ubuntu: sudo apt install perl; Fedora: sudo dnf install perl; macOS: xcode-select --install), or export without sidecars.';

/** A process that dies at once is started again and again: whether it runs is known by then. */
const START_MS = 20_000;
const END_MS = 5_000;

export class FieldFiles {
  #process: ExifTool | null = null;
  readonly #program: string | undefined;
  readonly #startMs: number;

  /** @param program another ExifTool than the one that comes with Kindred, for tests */
  constructor(program?: string, startMs = START_MS) {
    this.#program = program;
    this.#startMs = startMs;
  }

  /** Rejects with `no-exiftool` if it cannot run here. */
  async check(): Promise<void> {
    await this.#start();
  }

  async #start(): Promise<ExifTool> {
    if (this.#process) return this.#process;
    try {
      // a program that is not there would fail outside of any promise
      const program = this.#program ?? (await exiftoolPath());
      await access(program);
      this.#process = new ExifTool({ maxProcs: 1, taskTimeoutMillis: 60_000, taskRetries: 0, exiftoolPath: program });
      await withinTime(this.#process.version(), this.#startMs, 'it did not start');
      return this.#process;
    } catch (error) {
      await this.close();
      throw refuse('no-exiftool', `The program that writes metadata, ExifTool, cannot run here (${messageOf(error)}). ${WITHOUT_PERL}`, { cause: error });
    }
  }

  /** What a file says now. Rejects with `not-written` if it cannot be read. */
  async read(path: string): Promise<XmpFields> {
    const exiftool = await this.#start();
    try {
      checkPath(path);
      // the filter keeps JSON from taking words such as 1.10 for numbers
      const found = (await exiftool.readRaw(path, { readArgs: ['-G1', '-c', '%+.12f', '-api', 'Filter=s/^/:/', ...Object.values(TAGS).map((tag) => `-${tag}`)] })) as unknown as Readonly<Record<string, string | readonly string[]>>; // by the filter, all asked for are text
      const of = (name: keyof XmpFields): string[] => [found[TAGS[name]] ?? []].flat().map((value) => value.replace(/^:/, ''));
      const [latitude, longitude] = [Number(of('exif:GPSLatitude')[0] ?? NaN), Number(of('exif:GPSLongitude')[0] ?? NaN)];
      const [subject, paths, rating, label, pick, pickDM] = [of('dc:subject'), of('lr:hierarchicalSubject'), of('xmp:Rating')[0], of('xmp:Label')[0], of('digiKam:PickLabel')[0], of('xmpDM:pick')[0]];
      return {
        ...(subject.length > 0 && { 'dc:subject': subject }), ...(paths.length > 0 && { 'lr:hierarchicalSubject': paths }),
        ...(rating !== undefined && { 'xmp:Rating': rating }), ...(label !== undefined && { 'xmp:Label': label }),
        ...(pick !== undefined && { 'digiKam:PickLabel': pick }), ...(pickDM !== undefined && { 'xmpDM:pick': pickDM }),
        ...(!Number.isNaN(latitude) && !Number.isNaN(longitude) && fieldsOf({ albums: [], groups: [], keywords: [], mark: null, place: { latitude, longitude } }))
      };
    } catch (error) {
      throw refuse('not-written', `What ${path} says of the photo cannot be read (${messageOf(error)}). Export it without writing metadata.`, { cause: error });
    }
  }

  /** Writes into a file, or creates a sidecar; all else in it stays. Rejects with `not-written` if that is not possible. */
  async write(path: string, fields: XmpFields): Promise<void> {
    const exiftool = await this.#start();
    const tags = Object.fromEntries(Object.entries(TAGS).map(([name, tag]) => [tag, valueOf(fields, name as keyof XmpFields)]).filter(([, value]) => value !== undefined)) as WriteTags; // `TAGS` has exactly these names; the library knows tags without their group
    try {
      checkPath(path);
      await exiftool.write(path, tags, { writeArgs: ['-n', '-overwrite_original', '-P'] });
    } catch (error) {
      if (/no space left/i.test(messageOf(error))) throw refuse('disk-full', `The disk with Kindred's data is full (${messageOf(error)}). Free some space, then continue.`, { cause: error });
      throw refuse('not-written', `What is known of the photo cannot be written into ${path} (${messageOf(error)}). Export it with a sidecar instead.`, { cause: error });
    }
  }

  /** Ends the process. */
  async close(): Promise<void> {
    const ending = this.#process;
    this.#process = null;
    if (ending) await withinTime(ending.end(), END_MS, 'it did not end').catch((error: unknown) => console.error(`ExifTool is left to itself: ${messageOf(error)}`));
  }
}

function withinTime<T>(work: Promise<T>, ms: number, late: string): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${late} within ${ms / 1000} seconds`)), ms);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

/** What ExifTool is given for a property: `null` removes it, `undefined` leaves it. */
function valueOf(fields: XmpFields, name: keyof XmpFields): string | number | string[] | null | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return value;
  if (name === 'exif:GPSLatitude') return factsOf(fields).place?.latitude ?? null;
  if (name === 'exif:GPSLongitude') return factsOf(fields).place?.longitude ?? null;
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? literal(value) : value.length === 0 ? null : value.map(literal);
}

/** ExifTool reads its arguments line by line. */
function checkPath(path: string): void {
  if (/[\r\n]/.test(path)) throw new RangeError('its path has a line break');
}

/** ExifTool takes character references for what they stand for, and so must be told of every other ampersand. */
function literal(text: string): string {
  return text.replaceAll('&', '&amp;');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
