import { existsSync } from 'node:fs';
import { type OptionSpecs, Options, type OptionValues, readCommandLine } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show, storageFormats } from '@mosa-js/core/adapter';

/** Options that every command has. */
export const commonOptions = {
  backend: {
    value: 'NAME',
    short: 'b',
    help: 'what to compute on (mosa-lm --help lists them). Default: the first that is installed',
  },
  tokenizer: {
    value: 'FILE',
    help: 'tokenizer.json of a checkpoint that does not hold its tokenizer; needs @huggingface/tokenizers',
  },
} satisfies OptionSpecs;

/** A text to run the model on. */
export const textOption = { value: 'FILE', help: 'text to take, packed by gzip or not' };

/** Sizes of what goes through the model at once. */
export const sizeOptions = {
  length: { value: 'T', help: 'tokens of a sequence. Default: as in training' },
  batch: { value: 'B', help: 'sequences at a time. Default: as in training' },
} satisfies OptionSpecs;

/** How weights are held on the device. */
export const storageOption = {
  storage: {
    value: 'FORMAT',
    help: `how the device holds weights: ${storageFormats.join(', ')}; 16 bits take half the memory, on WebGPU. Default: float32`,
  },
} satisfies OptionSpecs;

/** @throws MosaError `usage` */
export const storageOf = (given: Given) => given.choice('storage', storageFormats);

export const count = { least: 1, whole: true } as const;

/** What a command was told: its options, and the checkpoint that is its one word. */
export class Given extends Options {
  readonly file: string;

  constructor(command: string, parsed: { readonly values: OptionValues; readonly words: readonly string[] }) {
    super(parsed);
    const [file, ...more] = parsed.words;
    if (file === undefined || file === '' || more.length > 0)
      throw new MosaError('usage', command, 'one checkpoint', file ? parsed.words.map(show).join(' ') : 'none');
    this.file = file;
  }

  /** @throws MosaError `usage` where the option is not there */
  needed(name: string, what: string): string {
    const text = this.text(name);
    if (text === undefined) throw new MosaError('usage', `--${name}`, what, 'none');
    return text;
  }

  /** A number above 0. @throws MosaError `usage` */
  positive(name: string, most?: number): number | undefined {
    const value = this.number(name, { least: 0, ...(most === undefined ? {} : { most }) });
    if (value !== 0) return value;
    throw new MosaError('usage', `--${name}`, `a number above 0${most === undefined ? '' : `, to ${most}`}`, '0');
  }
}

/** @throws MosaError `usage` */
export function read(command: string, commandLine: readonly string[], specs: OptionSpecs): Given {
  return new Given(command, readCommandLine(commandLine, specs));
}

/** @throws MosaError `output` where --out names a file that is there, without --force */
export function checkNew(given: Given, out: string): void {
  if (!existsSync(out) || given.has('force')) return;
  throw new MosaError('output', `--out ${out}`, 'a file that is not there yet (--force replaces it)', 'one that is');
}
