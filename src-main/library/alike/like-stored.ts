// Ranks the photos of a stored library by how like they are to image files, for the command line: the code of the screen, without its thread.
import type { ImageLook, LensId, LikePhotos, WordsLook } from '../../../src-shared/contract.ts';
import { applyMetric, fitLens } from '../../../src-shared/learning/metric/lens-space.ts';
import type { Store } from '../../store/database.ts';
import type { EncoderVersionId } from '../../store/encoder-versions.ts';
import { readJudgmentLog } from '../../store/judgments.ts';
import { FEATURES_VERSION } from '../spaces/feature-table.ts';
import { keptSpace } from '../spaces/current-space.ts';
import { digestOf } from '../spaces/space-digest.ts';
import { makeSpace } from '../spaces/space.ts';
import { LikeRanker } from './rank.ts';

/** All photos of `among`, or of the library, by their distance to the nearest of the images, or to words. @param encoder what saw them */
export async function likeStored(store: Store, lensId: LensId, encoder: EncoderVersionId, looks: readonly ImageLook[] | WordsLook, among: Uint32Array | null): Promise<LikePhotos> {
  const versions = { encoder, features: FEATURES_VERSION };
  const space = keptSpace(store, versions) ?? (await makeSpace(store, versions));
  const prior = { revision: 1, ...space, digest: digestOf(space) };
  const sections = prior.metric?.sections ?? [];
  const fitted = fitLens(prior, readJudgmentLog(store, lensId).judgments);
  const lens = fitted ? applyMetric(prior, fitted) : prior;
  return new LikeRanker(() => store).rank(
    { versions, prior: { ...prior, sections }, lens: { points: lens.points, sections: lens.metric?.sections ?? sections }, maps: fitted?.learned ? fitted.maps : null },
    { like: isWords(looks) ? [{ kind: 'words', look: looks }] : looks.map((look) => ({ kind: 'image', look })), among, count: prior.ids.length }
  );
}

function isWords(looks: readonly ImageLook[] | WordsLook): looks is WordsLook {
  return 'embedding' in looks;
}
