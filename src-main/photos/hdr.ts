// Pictures whose numbers are of light (PQ, HLG; ITU-R BT.2100) and not of a screen's voltage. Shown as they are they are grey and flat. Recognised by the
// code points that files carry (ITU-T H.273), and mapped to sRGB on small decoded pixels. Base pictures with a gain map are not of this kind.
import { readItems } from './picture-hash/heif-items.ts';

export interface Hdr {
  readonly transfer: 'pq' | 'hlg';
  /** Whether its primaries are those of BT.2020; otherwise BT.709's. */
  readonly wide: boolean;
}

/** Code points of H.273. */
const PQ = 16, HLG = 18, BT2020 = 9;
/** Where white paper lies, in candela a square metre (ITU-R BT.2408). */
const PAPER = 203;
/** The brightest light that is told apart from white, in the same unit. */
const PEAK = 1000;

/** @returns `null` for pictures of a usual kind */
export function hdrOf(bytes: Buffer, container: string, profile: Buffer | null): Hdr | null {
  const points = container === 'heif' ? nclx(bytes) : container === 'png' ? cicpChunk(bytes) : null;
  const [primaries = 0, transfer = 0] = points ?? cicpTag(profile) ?? [];
  return transfer === PQ || transfer === HLG ? { transfer: transfer === PQ ? 'pq' : 'hlg', wide: primaries === BT2020 } : null;
}

function nclx(bytes: Buffer): readonly number[] | null {
  try {
    const items = readItems(bytes);
    const box = items.propertiesOf(items.primary).find(({ type, start }) => type === 'colr' && bytes.toString('latin1', start, start + 4) === 'nclx');
    return box ? [bytes.readUInt16BE(box.start + 4), bytes.readUInt16BE(box.start + 6)] : null;
  } catch {
    return sequenceColours(bytes);
  }
}

/** Of sequences, whose structure is a film's, any box of that kind says it. */
function sequenceColours(bytes: Buffer): readonly number[] | null {
  const at = bytes.subarray(0, 1 << 16).indexOf('colrnclx', 0, 'latin1');
  return at < 0 || at + 12 > bytes.length ? null : [bytes.readUInt16BE(at + 8), bytes.readUInt16BE(at + 10)];
}

/** The chunk cICP (PNG, third edition, 11.3.2.6). */
function cicpChunk(bytes: Buffer): readonly number[] | null {
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (name === 'cICP') return [...bytes.subarray(at + 8, at + 10)];
    if (name === 'IDAT') return null;
  }
  return null;
}

/** The tag cicp of a profile (ICC.1:2022, 9.2.17). */
function cicpTag(profile: Buffer | null): readonly number[] | null {
  if (profile === null || profile.length < 132) return null;
  const count = Math.min(100, profile.readUInt32BE(128));
  for (let tag = 0, at = 132; tag < count && at + 12 <= profile.length; tag++, at += 12) {
    if (profile.toString('latin1', at, at + 4) !== 'cicp') continue;
    const start = profile.readUInt32BE(at + 4);
    return start + 10 <= profile.length ? [...profile.subarray(start + 8, start + 10)] : null;
  }
  return null;
}

/**
 * Maps to sRGB: white paper becomes white, what is brighter is compressed towards it (the extended curve of Reinhard et al. 2002).
 * @param pixels RGB, interleaved, 0 … `most`
 * @returns RGB, 0 … 255
 */
export function toneMap(pixels: Uint8Array | Uint16Array, most: number, { transfer, wide }: Hdr): Uint8Array<ArrayBuffer> {
  const light = Float32Array.from({ length: 4096 }, (_, at) => (transfer === 'pq' ? pqLight(at / 4095) : hlgLight(at / 4095)) / PAPER);
  const step = 4095 / most;
  const screen = Uint8Array.from({ length: 4096 }, (_, at) => Math.round(255 * toScreen(at / 4095)));
  const mapped = new Uint8Array(pixels.length);
  const white = PEAK / PAPER;
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    const [r, g, b] = [light[Math.round(pixels[at]! * step)]!, light[Math.round(pixels[at + 1]! * step)]!, light[Math.round(pixels[at + 2]! * step)]!]; // within the table
    // BT.2020 to BT.709 primaries (ITU-R BT.2087)
    const red = wide ? 1.6605 * r - 0.5876 * g - 0.0728 * b : r;
    const green = wide ? -0.1246 * r + 1.1329 * g - 0.0083 * b : g;
    const blue = wide ? -0.0182 * r - 0.1006 * g + 1.1187 * b : b;
    const bright = Math.max(0.2126 * red + 0.7152 * green + 0.0722 * blue, 1e-6);
    const scale = bright < KNEE ? 1 : compressed(bright, white) / bright;
    mapped[at] = screen[level(red * scale)]!;
    mapped[at + 1] = screen[level(green * scale)]!;
    mapped[at + 2] = screen[level(blue * scale)]!;
  }
  return mapped;
}

/** Below it light stays as it is, so that what a usual picture shows looks as it does there. */
const KNEE = 0.8;

/** Light above the knee in the room that is left up to 1, which `white` reaches. */
function compressed(bright: number, white: number): number {
  const [over, room, range] = [bright - KNEE, 1 - KNEE, white - KNEE];
  const x = over / room;
  return KNEE + room * Math.min(1, (x * (1 + x / (range / room) ** 2)) / (1 + x));
}

function level(light: number): number {
  return Math.round(4095 * Math.min(1, Math.max(0, light)));
}

/** Candela a square metre (SMPTE ST 2084). */
function pqLight(signal: number): number {
  const power = signal ** (1 / 78.84375);
  return 10_000 * (Math.max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125);
}

/** The same, on a screen of 1,000 with its system gamma of 1.2 (BT.2100), taken for grey. */
function hlgLight(signal: number): number {
  const scene = signal <= 0.5 ? signal ** 2 / 3 : (Math.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12;
  return 1000 * scene ** 1.2;
}

/** sRGB's curve (IEC 61966-2-1). */
export function toScreen(light: number): number {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
}
