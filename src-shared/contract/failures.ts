// How errors cross processes.

export type FailureCode =
  | 'bad-request' | 'no-library' | 'folder-missing' | 'folder-unreadable' | 'folder-unwritable' | 'not-a-folder' | 'library-in-use'
  | 'library-too-new' | 'library-damaged' | 'disk-full' | 'file-exists' | 'backup-damaged' | 'backup-too-new'
  | 'photo-missing' | 'files-busy' | 'engine-failed' | 'no-exiftool' | 'too-few-photos' | 'desk-gone' | 'pack-refused' | 'unexpected';

/** How an error crosses processes. `message` says what to do, in English; the screen translates by `code`. */
export interface Failure {
  readonly name: string;
  readonly code: FailureCode;
  readonly message: string;
}
