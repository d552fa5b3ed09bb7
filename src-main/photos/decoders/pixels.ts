// What the decoders beside sharp return.

export interface DecodedPixels {
  readonly width: number;
  readonly height: number;
  /** Rows from the top, upright, RGB or RGBA in the photo's own colour space. */
  readonly data: Uint8Array<ArrayBuffer>;
  readonly channels: 3 | 4;
}
