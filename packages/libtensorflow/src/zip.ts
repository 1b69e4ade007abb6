import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import yauzl from 'yauzl';

/** Opens a zip file and lists what is in it. */
export function openZip(file: string): Promise<{ readonly zip: yauzl.ZipFile; readonly entries: yauzl.Entry[] }> {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) return reject(error);
      const entries: yauzl.Entry[] = [];
      zip.on('entry', (entry: yauzl.Entry) => {
        entries.push(entry);
        zip.readEntry();
      });
      zip.on('end', () => resolve({ zip, entries }));
      zip.on('error', (problem) => {
        zip.close();
        reject(problem);
      });
      zip.readEntry();
    });
  });
}

/** Writes one entry to a new file. Rejects where its size or checksum is another than the zip file says. */
export async function extract(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  file: string,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const source = await new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
  let checksum = 0;
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      checksum = crc32?.(chunk, checksum) ?? entry.crc32;
      onBytes(chunk.length);
      done(null, chunk);
    },
    flush: (done) => done(checksum === entry.crc32 ? null : new Error(`the checksum of ${entry.fileName} is wrong`)),
  });
  await pipeline(source, check, createWriteStream(file, { flags: 'wx' }), { signal });
}

/** Node has it since 20.15; before, only sizes are checked. */
const { crc32 } = zlib as { readonly crc32?: (data: Buffer, value: number) => number };
