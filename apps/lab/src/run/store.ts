import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MosaError } from '@mosa-js/core';
import { type RunRecord, readRecord } from './record';

/** The folder of one run: its JSON, and its checkpoint while it needs one. */
export class RunFolder {
  readonly path: string;
  readonly checkpoint: string;
  /** The checkpoint with the best evaluation. */
  readonly best: string;
  readonly #json: string;

  constructor(path: string) {
    this.path = path;
    this.checkpoint = join(path, 'checkpoint.safetensors');
    this.best = join(path, 'best.safetensors');
    this.#json = join(path, 'run.json');
  }

  /** What is there of an earlier run. @throws MosaError `input` where it is something else */
  read(): RunRecord | undefined {
    return existsSync(this.#json) ? readRecord(this.#json) : undefined;
  }

  hasCheckpoint(): boolean {
    return existsSync(this.checkpoint);
  }

  /** As a whole or not at all. @throws MosaError `output` */
  write(record: RunRecord): void {
    writeWhole(this.#json, toJson(record));
  }

  dropCheckpoint(): void {
    rmSync(this.checkpoint, { force: true });
  }

  /** Makes the folder, before any work is done. @throws MosaError `output` */
  make(): void {
    makeFolder(this.path);
  }

  clear(): void {
    this.dropCheckpoint();
    rmSync(this.best, { force: true });
    rmSync(this.#json, { force: true });
  }
}

/** Indented, but for lists of numbers, which are a line each. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  const numbers = /\[\n\s+(-?\d[-\d.e+,\s]*?)\n\s*\]/g;
  return `${text.replace(numbers, (_, list: string) => `[${list.split(/,\s+/).join(', ')}]`)}\n`;
}

/** @throws MosaError `output` */
export function makeFolder(path: string): void {
  refused(path, () => mkdirSync(path, { recursive: true }));
}

/** Writes a file as a whole or not at all. @throws MosaError `output` */
export function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  refused(path, () => {
    try {
      writeFileSync(temporary, text);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}

function refused(path: string, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    throw new MosaError('output', path, 'a place that can be written', (error as Error).message, { cause: error });
  }
}
