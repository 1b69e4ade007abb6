import { createLayer, type HostTensor, hostTensor, initWeights } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import {
  encodeBF16,
  encodeF16,
  fileTensors,
  hostTensors,
  parseSafetensors,
  SafetensorsError,
  writeSafetensors,
} from '@mosa-js/safetensors';
import { expect, it } from 'vitest';

const config = { kind: 'mosa', dModel: 8, dHead: 4, heads: 2, sparsity: 4 } as const;
const weights = initWeights(config, 1);
const x = hostTensor(
  Array.from({ length: 128 }, (_, i) => Math.sin(i)),
  [1, 16, 8],
);

async function result(given: Readonly<Record<string, HostTensor>>): Promise<number[]> {
  const backend = createReferenceBackend();
  const layer = await createLayer(backend, config, given);
  const { y } = await layer.run({ x });
  const { data } = await y.read();
  await backend.dispose();
  return [...data];
}

it("a file's tensors are a layer's weights, and the way back is the same file", async () => {
  const wanted = await result(weights);
  const bytes = writeSafetensors(fileTensors(weights));
  const { tensors } = parseSafetensors(bytes);
  expect(await result(hostTensors(tensors))).toEqual(wanted);
  expect(writeSafetensors(fileTensors(hostTensors(tensors)))).toEqual(bytes);

  const renamed = Object.entries(fileTensors(weights)).map(([name, tensor]) => [`blocks.3.${name}`, tensor] as const);
  const other = { dtype: 'I64', shape: [1], data: BigInt64Array.of(1n) } as const;
  const many = parseSafetensors(writeSafetensors({ ...Object.fromEntries(renamed), other }));
  expect(await result(hostTensors(many.tensors, { prefix: 'blocks.3.' }))).toEqual(wanted);
  expect(() => hostTensors(many.tensors)).toThrow(SafetensorsError);
  expect(() => hostTensors(many.tensors, { where: 'a.safetensors' })).toThrow(
    'a.safetensors: tensor "other": expected F32, F64, F16, BF16, I32 or BOOL, got I64',
  );
  expect(() => hostTensors(many.tensors, { prefix: 'block.' })).toThrow('names start with "block.", got none');
});

it('halves become float32, and other kinds what they are', () => {
  const found = hostTensors({
    half: { dtype: 'F16', shape: [2], data: encodeF16([0.5, -2]) },
    brain: { dtype: 'BF16', shape: [1], data: encodeBF16([3]) },
    wide: { dtype: 'F64', shape: [1], data: Float64Array.of(1 / 3) },
    ids: { dtype: 'I32', shape: [2], data: Int32Array.of(1, -1) },
    mask: { dtype: 'BOOL', shape: [2], data: Uint8Array.of(1, 0) },
  });
  expect(found).toEqual({
    half: { dtype: 'float32', shape: [2], data: Float32Array.of(0.5, -2) },
    brain: { dtype: 'float32', shape: [1], data: Float32Array.of(3) },
    wide: { dtype: 'float32', shape: [1], data: Float64Array.of(1 / 3) },
    ids: { dtype: 'int32', shape: [2], data: Int32Array.of(1, -1) },
    mask: { dtype: 'bool', shape: [2], data: Uint8Array.of(1, 0) },
  });
  expect(() => fileTensors({ x: { dtype: 'F32' as 'float32', shape: [1], data: Float32Array.of(1) } })).toThrow(
    'tensor "x": expected float32, int32 or bool, got "F32"',
  );
});
