// Where the picture lies within a uniform border: the bars of a screenshot, a white frame, the black of a letterbox.

/** A rectangle in parts of a picture's sides, 0 … 1. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  /** Exclusive, as is `bottom`. */
  readonly right: number;
  readonly bottom: number;
}

/** Per channel, 0 … 255: how far a pixel of a border may be from the border's colour. JPEG noise stays within. */
const TOLERANCE = 14;
/** Share of a line's pixels that have to have the border's colour: a clock in a status bar leaves more. */
const UNIFORM = 0.86;
/** A picture of less than this part of a side is none. */
const LEAST = 0.15;
/** A border of less than this many lines is not worth looking for: such a picture is found as a whole. */
const THINNEST = 2;

/**
 * The frame of the picture inside its uniform border.
 * @param pixels side × side × 3, RGB, 0 … 255, row-major
 * @returns `null` where there is no border, or nothing but border
 */
export function findFrame(pixels: Uint8Array, side: number): Frame | null {
  const across = { start: 3 * side, step: 3 };
  const down = { start: 3, step: 3 * side };
  const top = borderLines(pixels, side, 0, across);
  const bottom = borderLines(pixels, side, side - 1, across);
  const left = borderLines(pixels, side, 0, down);
  const right = borderLines(pixels, side, side - 1, down);
  if (Math.max(top, bottom, left, right) < THINNEST) return null;
  // the line next to a border is a mixture of both
  const inset = (lines: number): number => (lines === 0 ? 0 : lines + 1);
  const frame = { left: inset(left) / side, top: inset(top) / side, right: 1 - inset(right) / side, bottom: 1 - inset(bottom) / side };
  return frame.right - frame.left < LEAST || frame.bottom - frame.top < LEAST ? null : frame;
}

/** Lines from `first` inwards that have one colour, the same for all of them; 0 where the outermost has not. */
function borderLines(pixels: Uint8Array, side: number, first: number, { start, step }: { readonly start: number; readonly step: number }): number {
  const inwards = first === 0 ? 1 : -1;
  const colour = (channel: number): number => median(Uint8Array.from({ length: side }, (_, i) => pixels[first * start + i * step + channel]!));
  const [red, green, blue] = [colour(0), colour(1), colour(2)];
  for (let lines = 0; lines < side; lines++) {
    let alike = 0;
    for (let i = 0, at = (first + lines * inwards) * start; i < side; i++, at += step) {
      if (Math.abs(pixels[at]! - red) <= TOLERANCE && Math.abs(pixels[at + 1]! - green) <= TOLERANCE && Math.abs(pixels[at + 2]! - blue) <= TOLERANCE) alike++;
    }
    if (alike < UNIFORM * side) return lines;
  }
  return side;
}

function median(values: Uint8Array): number {
  return values.sort()[values.length >> 1] ?? 0;
}

/** A picture without a border. */
export const WHOLE: Frame = { left: 0, top: 0, right: 1, bottom: 1 };

/** The part `part` of `frame`. */
export function within(frame: Frame, part: Frame): Frame {
  const width = frame.right - frame.left;
  const height = frame.bottom - frame.top;
  return {
    left: frame.left + part.left * width, top: frame.top + part.top * height,
    right: frame.left + part.right * width, bottom: frame.top + part.bottom * height
  };
}
