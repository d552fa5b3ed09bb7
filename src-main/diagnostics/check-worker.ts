// The worker thread that looks through a database for damage, while others use it.
import { connect } from '../store/sqlite.ts';
import { openWorkerSide } from '../workers/worker-side.ts';

export interface CheckRequest {
  readonly path: string;
}

async function answer({ path }: CheckRequest): Promise<string> {
  const db = connect(path, { readonly: true, fileMustExist: true });
  try {
    return String(db.pragma('integrity_check(1)', { simple: true }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    db.close();
  }
}

const side = await openWorkerSide();
side.serve(answer);
