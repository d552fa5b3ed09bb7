// An encoder from outside as data: what its pack.json says of it. Reading and checking such a file: src-main/packs.
import type { Looks } from '../learning/encoder/looks.ts';

/** Which values of the image model's output are the embedding: its first token, the mean of its patches' tokens, or all as they are. */
export const POOLINGS = ['class token', 'patch mean', 'none'] as const;
export type Pooling = (typeof POOLINGS)[number];

/** Channels before rows and columns, or after them. */
export const LAYOUTS = ['NCHW', 'NHWC'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** A file of the pack. */
export interface PackFile {
  /** A plain name, without folders. */
  readonly file: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

export type Channels = readonly [red: number, green: number, blue: number];

/** The model that pictures go through: n × 3 × side × side (or n × side × side × 3) numbers to n × dimensions, or to n × tokens × dimensions. */
export interface ImageTower extends PackFile {
  readonly side: number;
  /** A channel, 0 … 1, becomes (value − mean) / deviation. */
  readonly mean: Channels;
  readonly deviation: Channels;
  readonly layout: Layout;
  readonly pooling: Pooling;
  /** Tokens ahead of those of the patches: the class token, and registers if there are any. */
  readonly skip: number;
  readonly dimensions: number;
  /** 2 if it looks at the middle of each picture as well (learning/encoder/looks); 1 if left out. */
  readonly looks?: Looks;
  /** Names in the model; the only input and the first output if left out. */
  readonly input?: string;
  readonly output?: string;
}

/** The model that words go through, into the space of the image model: n × length numbers of tokens to n × dimensions. */
export interface TextTower extends PackFile {
  /** A tokenizer.json. */
  readonly tokenizer: PackFile;
  /** Tokens of a text; longer texts are cut, shorter ones filled up with `pad`. */
  readonly length: number;
  readonly pad: number;
  /** What each text is put into, as the model was trained: "a photo of {}". */
  readonly template: string;
  readonly input?: string;
  readonly output?: string;
}

export interface PackManifest {
  readonly format: 1;
  readonly name: string;
  /** Where it comes from, for people. */
  readonly source: string;
  readonly licence: string;
  readonly image: ImageTower;
  readonly text?: TextTower;
}

/** A pack that was added. */
export interface Pack {
  /** Also the name of the encoder version that computes with it. */
  readonly id: string;
  readonly manifest: PackManifest;
  /** Of all its files. */
  readonly bytes: number;
}
