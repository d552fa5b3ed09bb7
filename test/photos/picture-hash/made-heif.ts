// Writes HEIF files from a description: one picture or a grid of tiles, with alpha, metadata items and properties.
import { readItems } from '../../../src-main/photos/picture-hash/heif-items.ts';

export interface HeifBox {
  readonly type: string;
  readonly data: Buffer;
}

export interface HeifSpec {
  /** `hvc1` or `av01`. */
  readonly codec: string;
  /** Codec configuration and the like, of every coded item. */
  readonly properties: readonly HeifBox[];
  /** One: the picture itself. Several: tiles of a grid, whose own data is `grid`. */
  readonly tiles: readonly Buffer[];
  readonly grid?: Buffer;
  readonly alpha?: Buffer;
  /** Properties of the picture that say how to show it. */
  readonly shown?: readonly HeifBox[];
  /** Items that are no picture. */
  readonly extras?: readonly HeifBox[];
  /** Data in `idat` inside `meta` (construction method 1) instead of `mdat`. */
  readonly inside?: boolean;
  /** `mdat` before `meta`. */
  readonly dataFirst?: boolean;
}

interface Item {
  readonly id: number;
  readonly type: string;
  readonly data: Buffer;
  /** Indices of properties, from 1. */
  readonly properties: readonly number[];
}

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
const u32 = (value: number): Buffer => Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255]);

export function box(type: string, ...content: readonly Buffer[]): Buffer {
  const data = Buffer.concat(content);
  return Buffer.concat([u32(data.length + 8), Buffer.from(type, 'latin1'), data]);
}
const full = (type: string, version: number, ...content: readonly Buffer[]): Buffer => box(type, u32(version * 2 ** 24), ...content);

export function madeHeif({ codec, properties, tiles, grid, alpha, shown = [], extras = [], inside = false, dataFirst = false }: HeifSpec): Buffer {
  const all = [...shown, ...properties, { type: 'auxC', data: Buffer.concat([u32(0), Buffer.from('urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0')]) }];
  const own = properties.map((_, i) => shown.length + i + 1);
  const turned = shown.map((_, i) => i + 1);
  const items: Item[] = [];
  const add = (type: string, data: Buffer, its: readonly number[] = []): number => {
    items.push({ id: items.length + 1, type, data, properties: its });
    return items.length;
  };
  for (const extra of extras) add(extra.type, extra.data); // first, so that the others get other numbers
  const parts = tiles.map((tile) => add(codec, tile, grid === undefined ? [...own, ...turned] : own));
  const primary = grid === undefined ? parts[0] ?? 0 : add('grid', grid, turned);
  const mask = alpha === undefined ? null : add(codec, alpha, [...own, all.length]);

  const references = [
    ...extras.map((_, i) => box('cdsc', u16(i + 1), u16(1), u16(primary))),
    ...(grid === undefined ? [] : [box('dimg', u16(primary), u16(parts.length), ...parts.map(u16))]),
    ...(mask === null ? [] : [box('auxl', u16(mask), u16(1), u16(primary))])
  ];
  const data = Buffer.concat(items.map((item) => item.data));
  const metaAt = (dataStart: number): Buffer => {
    let at = inside ? 0 : dataStart;
    const locations = items.map(({ id, data: its }) => {
      const location = Buffer.concat([u16(id), u16(inside ? 1 : 0), u16(0), u16(1), u32(at), u32(its.length)]);
      at += its.length;
      return location;
    });
    return full('meta', 0,
      full('hdlr', 0, u32(0), Buffer.from('pict'), Buffer.alloc(13)),
      full('pitm', 0, u16(primary)),
      full('iloc', 1, u16(0x4400), u16(items.length), ...locations),
      full('iinf', 0, u16(items.length), ...items.map(({ id, type }) => full('infe', 2, u16(id), u16(0), Buffer.from(type, 'latin1'), Buffer.from('\0')))),
      ...(references.length > 0 ? [full('iref', 0, ...references)] : []),
      box('iprp', box('ipco', ...all.map(({ type, data: its }) => box(type, its))),
        full('ipma', 0, u32(items.length), ...items.map((item) => Buffer.concat([u16(item.id), Buffer.from([item.properties.length, ...item.properties])])))),
      ...(inside ? [box('idat', data)] : [])
    );
  };
  const brand = codec === 'av01' ? 'avif' : 'heic';
  const ftyp = box('ftyp', Buffer.from(brand), u32(0), Buffer.from(`mif1${brand}miaf`));
  if (inside) return Buffer.concat([ftyp, metaAt(0)]);
  if (dataFirst) return Buffer.concat([ftyp, box('mdat', data), metaAt(ftyp.length + 8)]);
  return Buffer.concat([ftyp, metaAt(ftyp.length + metaAt(0).length + 8), box('mdat', data)]);
}

/** What `avif` of sharp is made of, so that it can be put together again with other metadata. */
export function takeAvifApart(bytes: Buffer): HeifSpec {
  const items = readItems(bytes);
  const properties = items.propertiesOf(items.primary).filter(({ type }) => type !== 'colr').map(({ type, start, end }) => ({ type, data: bytes.subarray(start, end) }));
  return { codec: 'av01', properties, tiles: [Buffer.concat(items.dataOf(items.primary).map(({ start, end }) => bytes.subarray(start, end)))] };
}
