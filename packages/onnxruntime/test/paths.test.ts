import { type TensorOps, type TensorType, type Traced, trace } from '@mosa-js/core';
import { onnx } from 'onnx-proto';
import { describe, expect, it } from 'vitest';
import { onnxPaths } from '../src/code-paths';
import { webgpuDialect, webgpuDialectOf } from '../src/webgpu-kernels';
import { writeModel } from '../src/write-model';

type Build = (ops: TensorOps<Traced>, x: Traced, indices: Traced) => Traced;

/** What a model of one op for WebGPU is made of, and which paths it took. No GPU is needed to write it. */
function written(x: TensorType, build: Build) {
  const inputs = { x, indices: { shape: [x.shape[0]!], dtype: 'int32' } } as const;
  const graph = trace((ops, given) => ({ y: build(ops, given.x!, given.indices!) }), { inputs });
  const paths = onnxPaths(webgpuDialect.paths, 'webgpu');
  const { graph: model } = onnx.ModelProto.decode(writeModel(graph, {}, webgpuDialect, paths.take).bytes);
  return { operators: model!.node!.map(({ opType }) => opType), taken: [...paths.taken()] };
}

describe('models for WebGPU', () => {
  it.each([
    [1, 1, 'one update'],
    [2, 3, '2 parts'],
    [2046, 3, '2 parts'],
    [2047, 4, '3 parts'],
    [32766, 4, '3 parts'],
    [32767, 5, '4 to 7 parts'],
    [2 ** 20 - 2, 8, '4 to 7 parts'],
    [2 ** 20 - 1, 1, 'too many updates for parts'],
  ])('scatter %i updates by %i ScatterElements: %s', (updates, scatters, path) => {
    const type = { shape: [updates, 1], dtype: 'float32' } as const;
    const { operators, taken } = written(type, (ops, x, indices) => ops.scatterAdd(indices, x, 3));
    // One of them finds the largest update of each row.
    expect(operators.filter((operator) => operator === 'ScatterElements')).toHaveLength(scatters);
    expect(taken).toEqual([`scatterAdd: ${path}`]);
  });

  it.each([
    [512, 1, 'rows in one piece'],
    [513, 2, 'rows in blocks, the last one padded'],
    [1024, 2, 'rows in whole blocks'],
  ])('take running sums of %i by %i CumSum: %s', (length, sums, path) => {
    const { operators, taken } = written({ shape: [2, length], dtype: 'float32' }, (ops, x) => ops.cumulativeSum(x));
    expect(operators.filter((operator) => operator === 'CumSum')).toHaveLength(sums);
    expect(taken).toContain(`cumulativeSum: ${path}`);
  });

  it.each([
    [31, 2, 'int32 in halves, fewer than 32 elements'],
    [32, 1, 'int32, 32 elements or more'],
  ])('sum %i int32 by %i ReduceSum: %s', (count, sums, path) => {
    const { operators, taken } = written({ shape: [count, 2], dtype: 'int32' }, (ops, x) => ops.sum(x, [0]));
    expect(operators.filter((operator) => operator === 'ReduceSum')).toHaveLength(sums);
    expect(taken).toEqual([`sum: ${path}`]);
  });

  it.each([
    [1024, 100, 2], // rows that one dispatch sorts
    [4096, 100, 3], // the best of four blocks
    [16_384, 512, 6], // blocks of blocks, each half of the one before
    [1031, 100, 2], // a prime
    [2048, 600, 2], // blocks of which more than half would stay
  ])('select of %i the %i best by %i TopK', (n, k, count) => {
    const { operators, taken } = written({ shape: [2, n], dtype: 'float32' }, (ops, x) => ops.selectIndices(x, k));
    expect(operators.filter((operator) => operator === 'TopK')).toHaveLength(count);
    expect(operators).not.toContain('CumSum');
    const blocks = count > 2 ? ['selectIndices: by TopK of blocks'] : [];
    expect(taken).toEqual(['selectIndices: by TopK', ...blocks]);
  });

  it.each([
    ['by MultiHeadAttention', 8, true],
    ['from primitives', 6, true],
    ['from primitives', 8, false],
  ])('attend %s, width %i, causal %s', (path, width, causal) => {
    const x = { shape: [2, 3, 40, width], dtype: 'float32' } as const;
    const graph = trace((ops, { x }) => ({ y: ops.attention(x!, x!, x!, { scale: 0.5, causal }) }), { inputs: { x } });
    const proven = webgpuDialectOf({ select: true, attention: true });
    const paths = onnxPaths(proven.paths, 'webgpu');
    const model = onnx.ModelProto.decode(writeModel(graph, {}, proven, paths.take).bytes);
    const isOperator = path === 'by MultiHeadAttention';
    const own = model.graph!.node!.filter(({ domain }) => domain === 'com.microsoft');
    expect(own.map(({ opType }) => opType)).toEqual(isOperator ? ['MultiHeadAttention'] : []);
    expect(model.opsetImport!.map(({ domain }) => domain)).toEqual(isOperator ? ['', 'com.microsoft'] : ['']);
    expect(own.flatMap(({ attribute }) => attribute!.map(({ name, f, i }) => [name, f || Number(i)]))).toEqual(
      isOperator
        ? [
            ['num_heads', 1],
            ['unidirectional', 1],
            ['scale', 0.5],
          ]
        : [],
    );
    expect([...paths.taken()]).toContain(`attention: ${path}`);
  });
});
