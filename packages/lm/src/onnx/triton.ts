import type { OnnxModel, ProgramName } from './export-language-model';
import type { OnnxManifest } from './manifest';

interface Tensor {
  readonly name: string;
  readonly dtype: 'int32' | 'float32';
  /** −1 where a request decides. */
  readonly dims: readonly number[];
}

const types = { int32: 'TYPE_INT32', float32: 'TYPE_FP32' } as const;

/**
 * A model repository of Triton Inference Server, by file: NAME_PROGRAM/config.pbtxt, and the program as version 1. Requests of prefill and decode bring the
 * state and take it back, since its batch is not its first axis, as the state that Triton keeps for sequences has to be.
 */
export function tritonRepository({ files, manifest }: OnnxModel, name: string): Record<string, readonly Uint8Array[]> {
  const encoded = (text: string) => [new TextEncoder().encode(text)];
  const repository: Record<string, readonly Uint8Array[]> = {};
  for (const [program, { model, data }] of Object.entries(files)) {
    const folder = `${name}_${program}`;
    repository[`${folder}/config.pbtxt`] = encoded(configOf(folder, tensorsOf(program as ProgramName, manifest)));
    repository[`${folder}/1/model.onnx`] = [model];
    if (data) repository[`${folder}/1/${data.file}`] = data.pieces;
  }
  repository['model.json'] = encoded(`${JSON.stringify(manifest, null, 2)}\n`);
  return repository;
}

interface Tensors {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

function tensorsOf(program: ProgramName, { config, state = [] }: OnnxManifest): Tensors {
  const V = config.vocabularySize;
  const tokens: Tensor = { name: 'tokens', dtype: 'int32', dims: [-1, program === 'decode' ? 1 : -1] };
  if (program === 'forward')
    return { inputs: [tokens], outputs: [{ name: 'logits', dtype: 'float32', dims: [-1, -1, V] }] };
  const part = (of: 'input' | 'output') =>
    state.map(
      ({ shape, dtype, ...names }): Tensor => ({
        name: names[of],
        dtype,
        dims: shape.map((size) => (size === 'batch' ? -1 : size)),
      }),
    );
  return {
    inputs: [tokens, { name: 'lengths', dtype: 'int32', dims: [-1] }, ...part('input')],
    outputs: [{ name: 'logits', dtype: 'float32', dims: [-1, V] }, ...part('output')],
  };
}

function configOf(name: string, { inputs, outputs }: Tensors): string {
  const listed = (tensors: readonly Tensor[]) =>
    tensors
      .map(
        (one) =>
          `  { name: ${JSON.stringify(one.name)} data_type: ${types[one.dtype]} dims: [ ${one.dims.join(', ')} ] }`,
      )
      .join(',\n');
  return `name: ${JSON.stringify(name)}
backend: "onnxruntime"
max_batch_size: 0
input [
${listed(inputs)}
]
output [
${listed(outputs)}
]
version_policy: { latest: { num_versions: 1 } }
`;
}
