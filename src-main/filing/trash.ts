// The system's trash. On Linux it is folders that everybody may read (freedesktop.ts), so it is known beforehand where a file will be, and
// it can be put back. On macOS and Windows the system takes the file, and only the user can put it back.

/** Where a file will be in the trash, and the file that says where it came from. */
export interface TrashPlace {
  /** Absolute. */
  readonly file: string;
  readonly info: string;
  /** The content of `info`. */
  readonly text: string;
}

export type Trash =
  /** Rejects with `no-trash` if the file's disk has none that can be written to. */
  | { readonly kind: 'folder'; readonly reserve: (path: string) => Promise<TrashPlace> }
  | { readonly kind: 'system'; readonly put: (path: string) => Promise<void> };

/** Windows' recycle bin or macOS's trash, without Electron: it has `shell.trashItem` for that. */
export const packageTrash: Trash = {
  kind: 'system',
  async put(path) {
    const { default: trash } = await import('trash'); // it starts looking for disks when it loads
    await trash(path, { glob: false });
  }
};
