import { existsSync } from 'node:fs';
import { type Command, openOutput, optionLines } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show, storageFormats } from '@mosa-js/core/adapter';
import { toPyTorch } from '@mosa-js/exchange';
import { writeWeights } from '@mosa-js/exchange/node';
import { modelParts } from '../model-parts';
import { loadCheckpoint } from '../node/checkpoint-file';
import { checkNew, count, type Given, read } from './common';
import { exportToOnnx } from './export-onnx';
import { layoutOf } from './import';
import { jsonOption, writeResult } from './result';

const dtypes = { fp32: 'F32', fp16: 'F16', bf16: 'BF16' } as const;

const options = {
  out: { value: 'PATH', help: 'file to write; with --shard-bytes or --onnx, a folder' },
  force: { help: 'replace files that are there' },
  layout: {
    value: 'NAME',
    help: "names of the tensors: authors (the modules of the authors' package) or mosa-js. Default: authors",
  },
  dtype: { value: 'NAME', help: 'fp32, fp16 or bf16. Default: as in the checkpoint' },
  'shard-bytes': { value: 'N', help: 'several files of at most N bytes, and model.safetensors.index.json' },
  onnx: {
    help: 'programs of ONNX instead: forward, and prefill and decode where nothing looks ahead; needs @mosa-js/onnxruntime',
  },
  triton: {
    value: 'NAME',
    help: 'of ONNX: as a model repository of Triton Inference Server, models NAME_forward and so on',
  },
  positions: {
    value: 'N',
    help: 'of ONNX: tokens of a sequence at most. Default: 1024, or as in training if that is more',
  },
  capacity: {
    value: 'C',
    help: 'of ONNX: of causal heads that have none of their own, tokens that are attended to at most',
  },
  opset: { value: 'N', help: 'of ONNX: version of the operators, 18 to 23. Default: 20' },
  ir: { value: 'N', help: 'of ONNX: version of the format, 8 to 11. Default: 9' },
  'external-from': {
    value: 'BYTES',
    help: 'of ONNX: weights of larger programs lie in files of their own. Default: 2 GiB',
  },
  storage: {
    value: 'FORMAT',
    help: `of ONNX: how files store weights: ${storageFormats.join(', ')}; arithmetic stays float32. Default: float32`,
  },
  json: jsonOption,
};

/** Options of either kind of files. */
const [onnxOnly, weightsOnly] = [
  ['triton', 'positions', 'capacity', 'opset', 'ir', 'external-from', 'storage'],
  ['layout', 'dtype', 'shard-bytes'],
];

export const exportCommand: Command = {
  name: 'export',
  summary: 'write the weights for PyTorch, or the model for ONNX runtimes',
  options,
  help: () => `Writes the weights of a model as PyTorch modules name them, in safetensors files; or with --onnx the model as programs that run without any code of mosa-js.

  mosa-lm export CHECKPOINT --out FILE [options]
  mosa-lm export CHECKPOINT --onnx --out FOLDER [options]

${optionLines(options)}

The file also holds configuration, tokenizer, step and settings as text, so that mosa-lm import makes a checkpoint of it again, with the same
bits where --dtype did not round them. Moments of the optimizer stay behind: they are in the checkpoint itself.

Beside NAME.onnx, model.json tells what goes from run to run, and holds the tokenizer.
`,
  async run(commandLine) {
    const given = read('export', commandLine, options);
    const out = given.needed('out', 'a file or folder to write to');
    const isOnnx = given.has('onnx');
    const foreign = (isOnnx ? weightsOnly : onnxOnly)!.find((name) => given.text(name) !== undefined);
    if (foreign !== undefined)
      throw new MosaError('usage', `--${foreign}`, isOnnx ? 'no such option with --onnx' : '--onnx beside it', 'one');
    if (isOnnx) return exportToOnnx(given, out);
    const layout = layoutOf(given.text('layout'));
    const dtype = dtypeOf(given.text('dtype'));
    const shardBytes = given.number('shard-bytes', count);
    checkPlace(given, out, shardBytes !== undefined);
    const { state, best: _, ...parts } = await loadCheckpoint(given.file);
    const weights = { ...state.parameters, ...state.buffers };
    const tensors = toPyTorch(weights, { config: modelParts(parts.config), layout, ...(dtype ? { dtype } : {}) });
    const metadata = { 'mosa-js': JSON.stringify({ ...parts, step: state.step }) };
    let files: readonly string[] = [out];
    if (shardBytes === undefined) {
      const output = await openOutput(out, `--out ${out}`);
      await output.fill((path) => writeWeights(path, tensors, { metadata }));
    } else files = await writeWeights(out, tensors, { metadata, shardBytes });
    const bytes = Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
    await writeResult(
      given.has('json'),
      { checkpoint: given.file, out, files, layout, tensors: Object.keys(tensors).length, bytes },
      `${out}: ${Object.keys(tensors).length} tensors, ${bytes} bytes\n`,
    );
    return 0;
  },
};

/** @throws MosaError `usage` */
function dtypeOf(name: string | undefined): (typeof dtypes)[keyof typeof dtypes] | undefined {
  if (name === undefined) return undefined;
  if (Object.hasOwn(dtypes, name)) return dtypes[name as keyof typeof dtypes];
  throw new MosaError('usage', '--dtype', Object.keys(dtypes).join(', '), show(name));
}

/** A folder may be there, without an index of files. @throws MosaError `output` */
function checkPlace(given: Given, out: string, isFolder: boolean): void {
  if (!isFolder) {
    checkNew(given, out);
    return;
  }
  if (!existsSync(`${out}/model.safetensors.index.json`) || given.has('force')) return;
  const expected = 'a folder without an index of files (--force replaces it)';
  throw new MosaError('output', `--out ${out}`, expected, 'one that has one');
}
