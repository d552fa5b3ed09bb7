// Takes over what other programs say of the photos, as one step: albums, marks and groups are taken back together, and brought back together.

import type { LibraryBridge, LensId } from '../../src-shared/contract.ts';
import type { AlbumId } from '../../src-shared/albums/album.ts';
import type { Choice, Taken } from '../../src-shared/exchange/import.ts';
import type { Judgments } from './judgments.svelte.ts';
import type { Step, Steps } from './steps.svelte.ts';

/** The library it is taken over into. */
interface Into {
  readonly bridge: Pick<LibraryBridge, 'request'>;
  readonly steps: Steps;
  readonly judgments: Pick<Judgments, 'undo' | 'redo' | 'read'>;
  /** The lens that is shown. */
  readonly state: { readonly lensId: LensId };
}

/** `step`: what undo takes back; `null` where there was nothing new to take over. */
export interface TakenOver {
  readonly taken: Taken;
  readonly step: Step | null;
}

/** Rejects where it is refused; nothing is taken over then. */
export async function takeOver(library: Into, choice: Choice): Promise<TakenOver> {
  const { bridge, judgments, steps } = library;
  let taken: Taken | undefined;
  const step = await steps.do(async () => {
    taken = await bridge.request('import.take', choice);
    const { made, filled, marks, groups } = taken;
    const marked = marks?.earlier.ids.length ?? 0;
    const shown = groups !== null && groups.lensId === library.state.lensId;
    if (made.length + filled.length + marked === 0 && !groups?.step) return null;
    if (shown) await judgments.read(); // the event may come later, and undo goes by what was said last

    /** Judgments of the lens that is shown go through its log here, so that what follows sees them. */
    const turn = async (act: 'undo' | 'redo'): Promise<void> => {
      if (!groups?.step) return;
      if (shown) await judgments[act](groups.step);
      else await bridge.request(`judgments.${act}`, { lensId: groups.lensId, step: groups.step });
    };
    const fill = async (albums: readonly { readonly id: AlbumId; readonly before: Uint32Array }[]) => {
      const others: typeof filled[number][] = [];
      for (const { id, before } of albums) others.push({ id, before: (await bridge.request('albums.fill', { id, photos: before })).before });
      return others;
    };
    let [albums, table] = [filled, marks?.earlier];
    /** Gives albums and marks what they had before the last change. */
    const swap = async (): Promise<void> => {
      albums = await fill(albums);
      if (table && marked > 0) table = (await bridge.request('marks.restore', table)).earlier;
    };
    return {
      undo: async () => {
        await turn('undo');
        for (const id of made) await bridge.request('albums.delete', { id });
        await swap();
      },
      redo: async () => {
        for (const id of made) await bridge.request('albums.restore', { id });
        await swap();
        await turn('redo');
      },
      undone: 'import.undone' as const, redone: 'import.redone' as const, ...(shown && groups.step && { said: groups.step })
    };
  });
  return { taken: taken!, step }; // `do` rejects where it was refused
}
