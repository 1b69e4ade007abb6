/** A regular file of an archive. */
export interface TarFile {
  readonly name: string;
  readonly data: Uint8Array;
}

const block = 512;

/**
 * The regular files of a plain ustar archive.
 * @throws Error where it is cut off or a header does not fit its checksum
 */
export function readTar(archive: Uint8Array): TarFile[] {
  const files: TarFile[] = [];
  for (let offset = 0; ; ) {
    const header = archive.subarray(offset, offset + block);
    if (header.length < block) throw new Error('the archive is cut off');
    if (header.every((byte) => byte === 0)) return files;
    if (checksum(header) !== octal(header, 148, 8)) throw new Error('the archive is corrupt');
    const size = octal(header, 124, 12);
    const data = archive.subarray(offset + block, offset + block + size);
    if (data.length < size) throw new Error('the archive is cut off');
    const type = header[156];
    if (type === 0 || type === '0'.charCodeAt(0)) files.push({ name: text(header, 0, 100), data });
    offset += block + Math.ceil(size / block) * block;
  }
}

/** Sum of the header's bytes, with its own eight as spaces. */
function checksum(header: Uint8Array): number {
  return header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0);
}

function octal(header: Uint8Array, start: number, length: number): number {
  return Number.parseInt(text(header, start, length).trim() || '0', 8);
}

function text(header: Uint8Array, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}
