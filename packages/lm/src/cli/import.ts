import { readFileSync } from 'node:fs';
import { type Command, openOutput, optionLines } from '@mosa-js/command';
import { type HostTensor, MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { fromPyTorch, type Layout } from '@mosa-js/exchange';
import { readWeights } from '@mosa-js/exchange/node';
import type { Checkpoint } from '../checkpoint/checkpoint';
import { checkpointParts } from '../checkpoint/loose-parts';
import { modelParts } from '../model-parts';
import { loadCheckpoint, saveCheckpoint } from '../node/checkpoint-file';
import { bufferShapes, parameterCount, parameterShapes } from '../parameters';
import { checkNew, read } from './common';
import { jsonOption, writeResult } from './result';

const options = {
  out: { value: 'FILE', help: 'checkpoint to write' },
  force: { help: 'replace that file if it is there' },
  layout: {
    value: 'NAME',
    help: "names of the tensors: authors (the modules of the authors' package) or mosa-js. Default: authors",
  },
  config: {
    value: 'FILE',
    help: "the model's configuration as JSON, or an object with config and tokenizer, optimizer, run",
  },
  like: {
    value: 'FILE',
    help: 'a checkpoint of the same model, whose configuration, tokenizer and settings are taken',
  },
  json: jsonOption,
};

export const importCommand: Command = {
  name: 'import',
  summary: 'make a checkpoint of weights from PyTorch',
  options,
  help: () => `Makes a checkpoint of a PyTorch model's weights: a safetensors file, a model.safetensors.index.json with its files, or their folder.

  mosa-lm import WEIGHTS --out FILE [options]

${optionLines(options)}

The configuration comes from --config, from --like, or from the file itself, where mosa-lm export wrote it. Numbers of fp16 and bf16 are held
exactly. Pickles (torch.save) are refused, with how to convert one.
`,
  async run(commandLine) {
    const given = read('import', commandLine, options);
    const out = given.needed('out', 'a file to write the checkpoint to');
    const layout = layoutOf(given.text('layout'));
    const [file, like] = [given.text('config'), given.text('like')];
    if (file !== undefined && like !== undefined) throw new MosaError('usage', '--config', 'this or --like', 'both');
    checkNew(given, out);
    const { tensors, metadata, files } = await readWeights(given.file);
    const parts = await partsOf(file, like, metadata, given.file);
    const { config } = parts;
    const weights = fromPyTorch(tensors, { config: modelParts(config), layout, where: given.file });
    const pick = (names: object): Record<string, HostTensor> =>
      Object.fromEntries(Object.keys(names).map((name) => [name, weights[name]!]));
    const state = { step: parts.step, parameters: pick(parameterShapes(config)), buffers: pick(bufferShapes(config)) };
    const { step: _, ...rest } = parts;
    const output = await openOutput(out, `--out ${out}`);
    await output.fill((path) => saveCheckpoint(path, { ...rest, state }));
    const parameters = parameterCount(config);
    await writeResult(
      given.has('json'),
      { weights: given.file, files, layout, out, tensors: tensors.size, parameters },
      `${out}: ${tensors.size} tensors, ${parameters} parameters\n`,
    );
    return 0;
  },
};

/** @throws MosaError `usage` */
export function layoutOf(name: string | undefined): Layout {
  if (name === undefined || name === 'authors') return 'authors';
  if (name === 'mosa-js') return name;
  throw new MosaError('usage', '--layout', 'authors or mosa-js', show(name));
}

type Parts = Omit<Checkpoint, 'state'> & { readonly step: number };

async function partsOf(
  file: string | undefined,
  like: string | undefined,
  metadata: Readonly<Record<string, string>>,
  weights: string,
): Promise<Parts> {
  if (like !== undefined) {
    const { state, best: _, ...parts } = await loadCheckpoint(like);
    return { ...parts, step: state.step };
  }
  if (file !== undefined) return checkpointParts(jsonOf(file), `--config ${file}`);
  const own = metadata['mosa-js'];
  if (own === undefined)
    throw new MosaError(
      'usage',
      '--config',
      `a file with the model's configuration (or --like), since ${weights} does not hold it`,
      'none',
    );
  return checkpointParts(parsed(own, weights), weights);
}

function jsonOf(file: string): unknown {
  try {
    return parsed(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof MosaError) throw error;
    throw new MosaError('input', `--config ${file}`, 'a file that can be read', (error as Error).message, {
      cause: error,
    });
  }
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MosaError('data', where, 'a configuration as JSON', (error as Error).message, { cause: error });
  }
}
