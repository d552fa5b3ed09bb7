// What a library is opened with.
import type { LibraryEmit } from '../../src-shared/contract.ts';
import type { Engine } from '../compute/engine.ts';
import type { Trash } from '../filing/trash.ts';
import type { OpenPack } from './training/encoders.ts';
import type { LearningCompute } from './training/learning.ts';
import type { WatchingOptions } from './watching/watching.ts';

export interface LibraryOptions {
  readonly dataFolder: string;
  /** The user's folder (absolute). */
  readonly folder: string;
  /** Runs the encoder that comes with the app. */
  readonly engine: Engine;
  readonly emit: LibraryEmit;
  /** What training needs, and the path of `engine`'s weights; without it nothing can be trained. */
  readonly learning?: { readonly weights: string; readonly compute: LearningCompute };
  /** Opens an engine with a pack, where `learning` is left out. */
  readonly openPack?: OpenPack;
  /** `false` does not keep the space up to date, when nobody asks for groups. */
  readonly groups?: boolean;
  /** Watches its folders for changes. */
  readonly watch?: Pick<WatchingOptions, 'times'>;
  /** Whether the raw file of a shot and the picture beside it are one photo, asked for as an index run begins; by default they are. */
  readonly pairs?: () => Promise<boolean>;
  /** Whether somebody sees its notices. */
  readonly tells?: boolean;
  /** Where plans put files; by default this computer's. */
  readonly trash?: Trash | undefined;
}
