// Decodes HEIC photos (HEVC) with libheif and libde265 compiled to WebAssembly: slow, and its memory only grows. A large picture is shrunk while it is copied out of there.
// Uses libheif's C interface, because the package's own wrapper cannot access the thumbnail that most cameras embed. A large picture is shrunk before
// its colours are converted: as RGB it would take twice the memory again.
import { createRequire } from 'node:module';
import { messageOf, PhotoProblem } from '../problem.ts';
import { type DecodedPixels, shrunk } from './pixels.ts';
import { isKnownMatrix, type Plane, shrunkFromPlanes } from './planes.ts';

/** Addresses in the WebAssembly memory. */
type Pointer = number;
interface LibHeif {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU32: Uint32Array;
  _malloc(bytes: number): Pointer;
  _free(at: Pointer): void;
  _heif_context_alloc(): Pointer;
  _heif_context_free(context: Pointer): void;
  // functions that return a heif_error take a pointer to it as first argument
  _heif_context_read_from_memory_without_copy(error: Pointer, context: Pointer, bytes: Pointer, size: number, options: 0): void;
  _heif_context_get_primary_image_handle(error: Pointer, context: Pointer, handle: Pointer): void;
  _heif_image_handle_get_list_of_thumbnail_IDs(handle: Pointer, ids: Pointer, count: number): number;
  _heif_image_handle_get_thumbnail(error: Pointer, handle: Pointer, id: number, thumbnail: Pointer): void;
  _heif_image_handle_get_width(handle: Pointer): number;
  _heif_image_handle_get_height(handle: Pointer): number;
  _heif_image_handle_has_alpha_channel(handle: Pointer): number;
  _heif_image_handle_release(handle: Pointer): void;
  _heif_decode_image(error: Pointer, handle: Pointer, image: Pointer, colourSpace: number, chroma: number, options: 0): void;
  _heif_image_get_plane_readonly2(image: Pointer, channel: number, stride: Pointer): Pointer;
  _heif_image_get_width(image: Pointer, channel: number): number;
  _heif_image_get_height(image: Pointer, channel: number): number;
  _heif_image_get_colorspace(image: Pointer): number;
  _heif_image_get_bits_per_pixel_range(image: Pointer, channel: number): number;
  _heif_image_get_nclx_color_profile(error: Pointer, image: Pointer, profile: Pointer): void;
  _heif_nclx_color_profile_free(profile: Pointer): void;
  _heif_image_release(image: Pointer): void;
}

// libheif's enumerations (heif_image.h)
const YCBCR = 0, RGB = 1, AS_CODED = 99, INTERLEAVED_RGB = 10, INTERLEAVED_RGBA = 11, INTERLEAVED = 10;
const [Y, CB, CR] = [0, 1, 2];
/** heif_color_profile_nclx, in bytes from its start. */
const MATRIX_AT = 12, FULL_RANGE_AT = 16;
/** What pictures that say nothing are (ISO/IEC 23000-22, 7.3.6.4: as sYCC). */
const UNSAID = { matrix: 6, fullRange: true };

let lib: LibHeif;
/** Memory for results: a heif_error (code, subcode, message), then a pointer or number, then thumbnail ids. */
let place: Pointer = 0, result: Pointer = 0, ids: Pointer = 0;

/** Loads the decoder with the first photo that needs it. */
function load(): void {
  if (place !== 0) return;
  // the package has no types for this entry point; those above are libheif's documented C interface
  lib = createRequire(import.meta.url)('libheif-js/wasm-bundle') as LibHeif;
  place = lib._malloc(64);
  [result, ids] = [place + 16, place + 24];
}

/**
 * Decodes the primary picture of a HEIC file, upright, at least twice as large as `longerSide` or as large as it is; for a small `longerSide` the embedded thumbnail may be used.
 * The caller has checked the declared size.
 * @throws {PhotoProblem} `damaged`
 */
export function decodeHeic(bytes: Uint8Array, longerSide: number): DecodedPixels {
  load();
  try {
    return decodePrimary(bytes, longerSide);
  } catch (error) {
    // a WebAssembly trap leaves its memory in an unknown state: the process has to end
    if (error instanceof WebAssembly.RuntimeError) throw error;
    throw new PhotoProblem('damaged', messageOf(error), { cause: error });
  }
}

function decodePrimary(bytes: Uint8Array, longerSide: number): DecodedPixels {
  const context = lib._heif_context_alloc();
  const source = lib._malloc(bytes.length);
  const handles: Pointer[] = [];
  try {
    lib.HEAPU8.set(bytes, source);
    check(() => lib._heif_context_read_from_memory_without_copy(place, context, source, bytes.length, 0));
    check(() => lib._heif_context_get_primary_image_handle(place, context, result));
    const primary = lib.HEAPU32[result >> 2] ?? 0;
    handles.push(primary);
    return decodeInner(primary, longerSide, handles) ?? decodeHandle(primary, longerSide);
  } finally {
    for (const handle of handles) lib._heif_image_handle_release(handle);
    lib._heif_context_free(context);
    lib._free(source);
  }
}

/** `null` without a thumbnail that will do. One that cannot be decoded says nothing of the picture: those of Canon and Sony state another size than they have. */
function decodeInner(primary: Pointer, longerSide: number, handles: Pointer[]): DecodedPixels | null {
  try {
    const inner = innerPicture(primary, longerSide, handles);
    return inner === null ? null : decodeHandle(inner, longerSide);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    return null; // the picture itself is decoded instead
  }
}

/** The embedded thumbnail, if it is large enough and shows the whole picture: decoded in milliseconds instead of seconds. */
function innerPicture(primary: Pointer, longerSide: number, handles: Pointer[]): Pointer | null {
  const [width, height] = sizeOf(primary);
  const count = Math.min(4, lib._heif_image_handle_get_list_of_thumbnail_IDs(primary, ids, 4));
  for (const id of lib.HEAPU32.slice(ids >> 2, (ids >> 2) + count)) {
    check(() => lib._heif_image_handle_get_thumbnail(place, primary, id, result));
    const thumbnail = lib.HEAPU32[result >> 2] ?? 0;
    handles.push(thumbnail);
    const [w, h] = sizeOf(thumbnail);
    const sameShape = Math.abs(w * height - h * width) <= 0.02 * w * height;
    if (sameShape && Math.max(w, h) >= 0.75 * Math.min(longerSide, Math.max(width, height))) return thumbnail;
  }
  return null;
}

function decodeHandle(handle: Pointer, longerSide: number): DecodedPixels {
  const channels = lib._heif_image_handle_has_alpha_channel(handle) ? 4 : 3;
  const [across, down] = sizeOf(handle);
  const factor = channels === 4 ? 1 : Math.floor(Math.max(across, down) / (2 * longerSide));
  return (factor > 1 ? decodePlanes(handle, factor) : null) ?? decodeColours(handle, channels, factor);
}

/** @returns `null` where its planes are not what this knows */
function decodePlanes(handle: Pointer, factor: number): DecodedPixels | null {
  check(() => lib._heif_decode_image(place, handle, result, AS_CODED, AS_CODED, 0));
  const image = lib.HEAPU32[result >> 2] ?? 0;
  try {
    const coding = codingOf(image);
    if (lib._heif_image_get_colorspace(image) !== YCBCR || !isKnownMatrix(coding.matrix)) return null;
    const [y, cb, cr] = [planeOf(image, Y), planeOf(image, CB), planeOf(image, CR)];
    return shrunkFromPlanes({ y, cb, cr, ...coding }, { columns: Math.floor(y.width / factor), rows: Math.floor(y.height / factor) });
  } finally {
    lib._heif_image_release(image);
  }
}

function codingOf(image: Pointer): typeof UNSAID {
  lib._heif_image_get_nclx_color_profile(place, image, result);
  if (lib.HEAPU32[place >> 2] !== 0) return UNSAID;
  const at = lib.HEAPU32[result >> 2] ?? 0;
  const said = { matrix: lib.HEAPU32[(at + MATRIX_AT) >> 2] ?? 0, fullRange: lib.HEAPU8[at + FULL_RANGE_AT] !== 0 };
  lib._heif_nclx_color_profile_free(at);
  return said;
}

function planeOf(image: Pointer, channel: number): Plane {
  const at = lib._heif_image_get_plane_readonly2(image, channel, result);
  const stride = lib.HEAPU32[result >> 2] ?? 0;
  const [width, height, bits] = [lib._heif_image_get_width(image, channel), lib._heif_image_get_height(image, channel), lib._heif_image_get_bits_per_pixel_range(image, channel)];
  if (at === 0 || width <= 0 || height <= 0) throw new Error('heif: the decoder returned no picture');
  const { buffer, byteOffset } = lib.HEAPU8.subarray(at, at + stride * height);
  return bits > 8
    ? { width, height, bits, stride: stride / 2, samples: new Uint16Array(buffer, byteOffset, (stride / 2) * height) }
    : { width, height, bits, stride, samples: new Uint8Array(buffer, byteOffset, stride * height) };
}

function decodeColours(handle: Pointer, channels: 3 | 4, factor: number): DecodedPixels {
  check(() => lib._heif_decode_image(place, handle, result, RGB, channels === 4 ? INTERLEAVED_RGBA : INTERLEAVED_RGB, 0));
  const image = lib.HEAPU32[result >> 2] ?? 0;
  try {
    const plane = lib._heif_image_get_plane_readonly2(image, INTERLEAVED, result);
    const stride = lib.HEAPU32[result >> 2] ?? 0;
    const [width, height] = [lib._heif_image_get_width(image, INTERLEAVED), lib._heif_image_get_height(image, INTERLEAVED)];
    if (plane === 0 || width <= 0 || height <= 0) throw new Error('heif: the decoder returned no picture');
    const pixels = lib.HEAPU8.subarray(plane, plane + stride * height);
    return shrunk({ width, height, stride, channels, pixels }, factor);
  } finally {
    lib._heif_image_release(image);
  }
}

function sizeOf(handle: Pointer): [number, number] {
  return [lib._heif_image_handle_get_width(handle), lib._heif_image_handle_get_height(handle)];
}

function check(call: () => void): void {
  call();
  if (lib.HEAPU32[place >> 2] === 0) return;
  const message = lib.HEAPU32[(place >> 2) + 2] ?? 0;
  const text = lib.HEAPU8.subarray(message, lib.HEAPU8.indexOf(0, message));
  throw new Error(`heif: ${Buffer.from(text).toString('utf8')}`);
}
