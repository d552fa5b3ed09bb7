// What is dropped or chosen that is a pack: a zip file, or a folder with pack.json in it.

/** The files of a pack, and what the user calls it. */
export interface PackFiles {
  readonly name: string;
  readonly files: readonly File[];
}

const MANIFEST = 'pack.json';
const isZip = ({ name }: { readonly name: string }): boolean => /\.zip$/i.test(name);

/** Of files that were chosen: one zip file, or those that lie beside a pack.json. */
export function packAmong(files: readonly File[]): PackFiles | null {
  const [first] = files;
  if (files.length === 1 && first && isZip(first)) return { name: first.name, files };
  const manifest = files.find(({ name }) => name === MANIFEST);
  if (!manifest) return null;
  // of a chosen folder: its own files, not those of folders in it
  const folderOf = ({ webkitRelativePath: path }: File): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const folder = folderOf(manifest);
  return { name: folder.split('/').at(-1) || MANIFEST, files: files.filter((file) => folderOf(file) === folder) };
}

/** Whether what is being dragged can only be packs: folders cannot be told from photos before they are dropped. */
export function looksLikePack(items: DataTransferItemList | undefined): boolean {
  const files = [...(items ?? [])].filter(({ kind }) => kind === 'file');
  return files.length > 0 && files.every(({ type }) => /zip/.test(type));
}

/** The pack in what was dropped; `null` if there is none. To be called while it is dropped: later the browser lets go of it. */
export function droppedPack({ items, files }: Pick<DataTransfer, 'items' | 'files'>): Promise<PackFiles | null> {
  const folders = [...items].flatMap((item) => {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    return entry?.isDirectory ? [entry as FileSystemDirectoryEntry] : []; // as it says
  });
  if (folders.length !== 1) return Promise.resolve(packAmong([...files]));
  return readFolder(folders[0]!);
}

async function readFolder(folder: FileSystemDirectoryEntry): Promise<PackFiles | null> {
  const reader = folder.createReader();
  const files: File[] = [];
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) break; // they come in portions
    for (const entry of entries) if (entry.isFile) files.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
  }
  return files.some(({ name }) => name === MANIFEST) ? { name: folder.name, files } : null;
}
