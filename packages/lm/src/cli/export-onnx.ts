import { entryImporters, isMissing } from '@mosa-js/command/backends';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { loadCheckpoint } from '../node/checkpoint-file';
import { checkFolder, type FilePieces, writeFolder } from '../node/write-folder';
import { exportLanguageModel, type OnnxModel } from '../onnx/export-language-model';
import type { OnnxExporter } from '../onnx/exporter';
import { tritonRepository } from '../onnx/triton';
import { count, type Given, storageOf } from './common';
import { interruptible } from './interruptible';
import { writeResult } from './result';
import { waiting } from './waiting';

const writer = '@mosa-js/onnxruntime';

/** Positions of an exported model, unless training had more. */
const usualPositions = 1024;

/** `mosa-lm export --onnx`: a folder of programs, and what there is to know of them. */
export async function exportToOnnx(given: Given, out: string): Promise<number> {
  const wanted = given.number('positions', count);
  const numbers = Object.entries({
    capacity: given.number('capacity', count),
    opset: given.number('opset', count),
    ir: given.number('ir', count),
    externalFrom: given.number('external-from', count),
  }).filter(([, value]) => value !== undefined);
  const storage = storageOf(given);
  const triton = given.text('triton');
  if (triton !== undefined && !/^[\w-]+$/.test(triton))
    throw new MosaError('usage', '--triton', 'a name of letters, digits, - and _', show(triton));
  checkFolder(out, given.has('force'), `--out ${out}`);
  let made: OnnxModel | undefined;
  const code = await interruptible(async () => {
    const exporter = await importWriter();
    const { config, state, tokenizer, run } = await loadCheckpoint(given.file);
    const positions = wanted ?? Math.max(usualPositions, run.length);
    const progress = waiting();
    try {
      made = exportLanguageModel(
        exporter,
        { config, state, ...(tokenizer === undefined ? {} : { tokenizer }) },
        {
          positions,
          storage,
          ...Object.fromEntries(numbers),
          onProgress: (name) => progress.update(`writing ${name}`),
        },
      );
    } finally {
      progress.end();
    }
    return 0;
  });
  if (made === undefined) return code;
  const { manifest } = made;
  const all = triton === undefined ? filesOf(made) : tritonRepository(made, triton);
  await writeFolder(out, all, `--out ${out}`);
  const bytes = Object.values(all)
    .flat()
    .reduce((sum, piece) => sum + piece.length, 0);
  const { programs, positions, longestPrefill } = manifest;
  const result = { checkpoint: given.file, out, files: Object.keys(all), programs, positions, longestPrefill, bytes };
  const only =
    programs.length > 1
      ? ''
      : '\nno prefill and decode, since its heads look ahead or have no capacity (mosa-lm calibrate; --capacity)';
  await writeResult(given.has('json'), result, `${out}: ${Object.keys(all).join(', ')}, ${bytes} bytes${only}\n`);
  return 0;
}

/** NAME.onnx of each program, and model.json. */
function filesOf({ files, manifest }: OnnxModel): Record<string, FilePieces> {
  const all: Record<string, FilePieces> = {};
  for (const [name, { model, data }] of Object.entries(files)) {
    all[`${name}.onnx`] = [model];
    if (data) all[data.file] = data.pieces;
  }
  all['model.json'] = [new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`)];
  return all;
}

async function importWriter(): Promise<OnnxExporter<unknown>> {
  for (const load of entryImporters(process.cwd())) {
    try {
      return (await load(writer)) as unknown as OnnxExporter<unknown>;
    } catch (error) {
      if (!isMissing(error, writer)) throw error;
    }
  }
  throw new MosaError(
    'unavailable',
    '--onnx',
    `${writer}, which writes the files (npm install ${writer})`,
    'not installed',
  );
}
