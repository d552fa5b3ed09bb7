// The worker thread that looks through a database for damage, while others use it.
import type { DiagnosedLibrary } from '../../src-shared/contract.ts';
import { existsSync } from 'node:fs';
import { isUnreadable } from '../store/error.ts';
import { connect } from '../store/sqlite.ts';
import { openWorkerSide } from '../workers/worker-side.ts';

export interface CheckRequest {
  /** The databases of a library, by name. */
  readonly paths: Readonly<Record<string, string>>;
}

async function answer({ paths }: CheckRequest): Promise<DiagnosedLibrary['check']> {
  const wrong = Object.entries(paths).flatMap(([name, path]) => {
    const found = existsSync(path) ? checked(path) : 'not there';
    return found === 'ok' ? [] : [`${name}: ${found}`];
  });
  return { result: wrong.length === 0 ? 'sound' : 'damaged', detail: wrong.join('; ') };
}

function checked(path: string): string {
  const db = connect(path, { readonly: true, fileMustExist: true });
  try {
    return String(db.pragma('integrity_check(1)', { simple: true }));
  } catch (error) {
    if (isUnreadable(error)) throw error; // that says nothing of what is in it
    return error instanceof Error ? error.message : String(error);
  } finally {
    db.close();
  }
}

const side = await openWorkerSide();
side.serve(answer);
