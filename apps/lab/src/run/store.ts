import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openOutput } from '@mosa-js/command';
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
  async write(record: RunRecord): Promise<void> {
    const text = toJson(record); // of now: a run that goes on adds to its curve
    await (await openOutput(this.#json, this.#json)).write(text);
  }

  dropCheckpoint(): void {
    rmSync(this.checkpoint, { force: true });
  }

  /** Makes the folder and makes sure that its files can be written, before any work is done. @throws MosaError `output` */
  async make(): Promise<void> {
    for (const file of [this.#json, this.checkpoint]) await openOutput(file, file);
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
