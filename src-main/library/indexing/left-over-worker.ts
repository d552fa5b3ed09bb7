// A thread that looks for what an index run of a large library still has to read, beside its writer: see left-over-look.ts.
import { findDamagedDescriptors, isDamaged } from '../../store/damaged-descriptors.ts';
import { openStore } from '../../store/database.ts';
import { openWorkerSide } from '../../workers/worker-side.ts';
import { filesToDescribe, filesToIdentify } from './left-over.ts';
import type { LeftOverReply, LeftOverRequest } from './left-over-look.ts';

async function look({ stored, versions }: LeftOverRequest): Promise<LeftOverReply> {
  const store = openStore(stored, { readOnly: true });
  try {
    return { damaged: isDamaged(await findDamagedDescriptors(store, versions)), toDescribe: await filesToDescribe(store, versions), toIdentify: await filesToIdentify(store) };
  } finally {
    store.close();
  }
}

const side = await openWorkerSide();
side.serve(look);
