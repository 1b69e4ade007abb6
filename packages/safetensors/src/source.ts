/** Bytes that are read piece by piece: a file, a Blob, a server that answers ranges. */
export interface Source {
  /** For error messages. */
  readonly name: string;
  /** Length of the whole, in bytes. */
  readonly size: number;
  /** Exactly `length` bytes from `offset`, which lie within `size`, in memory that nothing else writes to. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Lets go of what the source holds. */
  close?(): Promise<void>;
}

/** A Blob as a source, or a File that a user chose in a browser. */
export function blobSource(blob: Blob, name = 'name' in blob ? String(blob.name) : 'blob'): Source {
  return {
    name,
    size: blob.size,
    read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
  };
}
