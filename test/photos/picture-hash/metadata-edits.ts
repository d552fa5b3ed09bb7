// Edits the metadata of pictures byte by byte, as metadata editors do: the encoded picture stays as it is. Sharp would re-encode it.
import { crc32 } from 'node:zlib';
import { type HeifSpec, madeHeif } from './made-heif.ts';
import { madeTiff, readTiff } from './made-tiff.ts';

/** What is written; `orientation` turns the picture, `profile` changes its colours, the others change nothing that is seen. */
export type Edit = 'exif' | 'xmp' | 'iptc' | 'profile' | 'comment' | 'orientation';
export const edits: readonly Edit[] = ['exif', 'xmp', 'iptc', 'profile', 'comment', 'orientation'];

/** The edits of one format. `orientation` is turned upright again by nothing: the flag says 6, a quarter turn. */
export type Editor = (bytes: Buffer, edit: Edit) => Buffer;

const XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="5"/></rdf:RDF></x:xmpmeta>';
const IPTC = Buffer.from([0x1c, 2, 25, 0, 5, ...Buffer.from('beach')]); // one keyword

/** An EXIF block: a camera and a time, or an orientation. */
export function exifBlock(edit: 'exif' | 'orientation', taken = '2024:05:01 10:15:30'): Buffer {
  return madeTiff({
    tags: edit === 'orientation' ? [{ tag: 274, type: 3, values: [6] }] : [{ tag: 272, type: 2, values: [...Buffer.from('X100\0')] }],
    exif: edit === 'orientation' ? [] : [{ tag: 36867, type: 2, values: [...Buffer.from(`${taken}\0`)] }]
  });
}

/** A colour profile that decoders accept as one of RGB: header and no tags suffice here. */
function profileBlock(): Buffer {
  const profile = Buffer.alloc(132);
  profile.writeUInt32BE(profile.length, 0);
  profile.write('mntrRGB XYZ ', 12, 'latin1');
  profile.write('acsp', 36, 'latin1');
  return profile;
}

export const editJpeg: Editor = (bytes, edit) => {
  const segment = (marker: number, ...content: (string | Buffer)[]): Buffer => {
    const body = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([head, body]);
  };
  const made = {
    exif: () => segment(0xe1, 'Exif\0\0', exifBlock('exif')),
    orientation: () => segment(0xe1, 'Exif\0\0', exifBlock('orientation')),
    xmp: () => segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', XMP),
    iptc: () => segment(0xed, 'Photoshop 3.0\0', '8BIM', Buffer.from([4, 4, 0, 0, 0, 0, 0, IPTC.length]), IPTC),
    profile: () => segment(0xe2, 'ICC_PROFILE\0', Buffer.from([1, 1]), profileBlock()),
    comment: () => segment(0xfe, 'a nice day')
  }[edit]();
  return Buffer.concat([bytes.subarray(0, 2), made, bytes.subarray(2)]);
};

export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [head, tail] = [Buffer.alloc(4), Buffer.alloc(4)];
  head.writeUInt32BE(data.length);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}

export const editPng: Editor = (bytes, edit) => {
  const afterHeader = 33;
  const made = {
    exif: () => pngChunk('eXIf', exifBlock('exif')),
    orientation: () => pngChunk('eXIf', exifBlock('orientation')),
    xmp: () => pngChunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${XMP}`)),
    iptc: () => pngChunk('tEXt', Buffer.from(`Raw profile type iptc\0\niptc\n${IPTC.length}\n${IPTC.toString('hex')}\n`)),
    profile: () => pngChunk('gAMA', Buffer.from([0, 1, 0x86, 0xa0])),
    comment: () => pngChunk('tEXt', Buffer.from('Comment\0a nice day'))
  }[edit]();
  return Buffer.concat([bytes.subarray(0, afterHeader), made, bytes.subarray(afterHeader)]);
};

export function webpChunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

export function webpFile(chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  const head = Buffer.alloc(8);
  head.write('RIFF');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

/** Of a plain WebP, which gets the extended header that metadata needs. */
export function editWebp(width: number, height: number): Editor {
  return (bytes, edit) => {
    const flags = { exif: 8, orientation: 8, xmp: 4, iptc: 4, profile: 32, comment: 0 }[edit];
    const header = Buffer.alloc(10);
    header[0] = flags;
    header.writeUIntLE(width - 1, 4, 3);
    header.writeUIntLE(height - 1, 7, 3);
    const before = edit === 'profile' ? [webpChunk('ICCP', profileBlock())] : [];
    const after = {
      exif: () => [webpChunk('EXIF', exifBlock('exif'))],
      orientation: () => [webpChunk('EXIF', exifBlock('orientation'))],
      xmp: () => [webpChunk('XMP ', Buffer.from(XMP))],
      iptc: () => [webpChunk('XMP ', Buffer.from(XMP.replace('5', '1')))],
      profile: () => [],
      comment: () => [webpChunk('note', Buffer.from('a nice day'))]
    }[edit]();
    return webpFile([webpChunk('VP8X', header), ...before, bytes.subarray(12), ...after]);
  };
}

/** Writes the whole structure again, as editors do: strips land in other places. */
export const editTiff: Editor = (bytes, edit) => {
  const { tags, strips, big, littleEndian } = readTiff(bytes);
  const bytesOf = (text: string | Buffer): number[] => [...Buffer.from(text)];
  const more = {
    exif: [{ tag: 272, type: 2, values: bytesOf('X100\0') }],
    orientation: [{ tag: 274, type: 3, values: [6] }],
    xmp: [{ tag: 700, type: 1, values: bytesOf(XMP) }],
    iptc: [{ tag: 33723, type: 7, values: bytesOf(IPTC) }],
    profile: [{ tag: 34675, type: 7, values: bytesOf(profileBlock()) }],
    comment: [{ tag: 270, type: 2, values: bytesOf('a nice day\0') }]
  }[edit];
  const replaced = new Set(more.map(({ tag }) => tag));
  const exif = edit === 'exif' ? [{ tag: 36867, type: 2, values: bytesOf('2024:05:01 10:15:30\0') }] : [];
  return madeTiff({ tags: [...tags.filter(({ tag }) => !replaced.has(tag)), ...more], exif, strips, big, littleEndian });
};

/** A HEIF file is made of its description, so an edit is another description. */
export function editHeif(spec: HeifSpec): Editor {
  return (_bytes, edit) => {
    const colour = Buffer.concat([Buffer.from('prof'), profileBlock()]);
    switch (edit) {
      case 'exif': return madeHeif({ ...spec, extras: [{ type: 'Exif', data: Buffer.concat([Buffer.alloc(4), exifBlock('exif')]) }] });
      case 'xmp': return madeHeif({ ...spec, extras: [{ type: 'mime', data: Buffer.from(XMP) }] });
      case 'iptc': return madeHeif({ ...spec, extras: [{ type: 'uri ', data: IPTC }], dataFirst: !(spec.dataFirst ?? false) });
      case 'profile': return madeHeif({ ...spec, shown: [{ type: 'colr', data: colour }] });
      case 'comment': return Buffer.concat([madeHeif(spec), Buffer.from([0, 0, 0, 18, ...Buffer.from('freea nice day')])]);
      case 'orientation': return madeHeif({ ...spec, shown: [{ type: 'irot', data: Buffer.from([3]) }] });
    }
  };
}
