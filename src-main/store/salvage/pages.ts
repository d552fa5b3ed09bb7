// Reads the raw pages of an SQLite file, with newer ones from its write-ahead log: what is left of a database that SQLite itself
// refuses. File format: https://www.sqlite.org/fileformat2.html
import { existsSync, readFileSync } from 'node:fs';

export interface Pages {
  readonly size: number;
  /** Usable bytes per page. */
  readonly usable: number;
  /** Page numbers, from 1. */
  readonly numbers: () => Iterable<number>;
  /** `null` for a page that is missing or incomplete. */
  readonly page: (number: number) => Buffer | null;
}

const MAGIC = 'SQLite format 3\0';
const WAL_HEADER = 32;
const FRAME_HEADER = 24;

/** @param usual the page size to assume if the file does not state one */
export function readPages(path: string, usual = 4096): Pages {
  const file = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const whole = file.length >= 100 && file.toString('latin1', 0, MAGIC.length) === MAGIC;
  const said = whole ? file.readUInt16BE(16) : 0;
  const size = said === 1 ? 65_536 : said >= 512 && (said & (said - 1)) === 0 ? said : usual;
  const reserved = whole && file[20]! < 64 ? file[20]! : 0;
  const newer = existsSync(`${path}-wal`) ? readFrames(readFileSync(`${path}-wal`), size) : new Map<number, Buffer>();
  const count = Math.max(Math.floor(file.length / size), ...newer.keys(), 0);
  return {
    size,
    usable: size - reserved,
    *numbers() {
      for (let number = 1; number <= count; number++) yield number;
    },
    page: (number) => newer.get(number) ?? (number >= 1 && number * size <= file.length ? file.subarray((number - 1) * size, number * size) : null)
  };
}

/** The newest committed version of each page. */
function readFrames(wal: Buffer, size: number): Map<number, Buffer> {
  const committed = new Map<number, Buffer>();
  if (wal.length < WAL_HEADER + FRAME_HEADER) return committed;
  const salt = wal.subarray(WAL_HEADER + 8, WAL_HEADER + 16); // from the first frame: the log's own header may be damaged
  let waiting: [number, Buffer][] = [];
  for (let at = WAL_HEADER; at + FRAME_HEADER + size <= wal.length; at += FRAME_HEADER + size) {
    // frames with another salt are left over from before the log was restarted
    if (!wal.subarray(at + 8, at + 16).equals(salt)) break;
    waiting.push([wal.readUInt32BE(at), wal.subarray(at + FRAME_HEADER, at + FRAME_HEADER + size)]);
    if (wal.readUInt32BE(at + 4) === 0) continue;
    for (const [number, page] of waiting) committed.set(number, page);
    waiting = [];
  }
  return committed;
}
