import { hostTensor, layerGraph, MosaError, type TensorType, trace } from '@mosa-js/core';
import { decompose } from '@mosa-js/core/adapter';
import { onnx } from 'onnx-proto';
import { describe, expect, it } from 'vitest';
import { onnxNames, toOnnx } from '../src';
import { Message } from '../src/onnx/wire';
import { targets } from './support';

const type = (shape: number[], dtype: TensorType['dtype'] = 'float32'): TensorType => ({ shape, dtype });
const four = type([4]);
const decode = (bytes: Uint8Array) => onnx.ModelProto.decode(bytes);

/** A decoded value: name, element type, shape. */
function describeValue({ name, type: proto }: onnx.IValueInfoProto) {
  const tensor = proto!.tensorType!;
  return [name, tensor.elemType, tensor.shape!.dim!.map((dim) => Number(dim.dimValue))];
}

function attributesOf(node: onnx.INodeProto | undefined) {
  return Object.fromEntries(
    node!.attribute!.map(({ name, type: kind, i, ints, s }) => {
      if (kind === onnx.AttributeProto.AttributeType.INTS) return [name, ints!.map(Number)];
      if (kind === onnx.AttributeProto.AttributeType.STRING) return [name, new TextDecoder().decode(s!)];
      expect(kind).toBe(onnx.AttributeProto.AttributeType.INT);
      return [name, Number(i)];
    }),
  );
}

function initialiserOf(model: onnx.ModelProto, name: string) {
  const tensor = model.graph!.initializer!.find((each) => each.name === name)!;
  const raw = tensor.rawData!;
  return { dims: tensor.dims!.map(Number), dataType: tensor.dataType, view: new DataView(raw.slice().buffer), raw };
}

describe('toOnnx', () => {
  const graph = trace(
    (ops, { x, flag, unused }, { w }) => {
      const half = ops.constant(Float64Array.of(0.1), [], 'float32');
      const table = ops.constant(Int32Array.of(-1, 2 ** 30, 3, 4), [4], 'int32');
      const scaled = ops.add(ops.mul(x!, w!), half);
      return {
        sum: ops.sum(scaled, [0]),
        kept: ops.where(flag!, scaled, x!),
        turned: ops.transpose(ops.reshape(x!, [2, 2]), [1, 0]),
        best: ops.topKValues(x!, 2),
        scattered: ops.scatterAdd(table, ops.reshape(table, [4, 1]), 4),
        whole: ops.cast(scaled, 'int32'),
        unused: unused!,
      };
    },
    {
      inputs: { x: four, flag: type([], 'bool'), unused: type([2, 3], 'int32') },
      weights: { w: four, idle: type([1]) },
    },
  );
  const weights = { w: hostTensor(Float64Array.of(1, -2, 0.1, 4), [4]), idle: hostTensor([7], [1]) };
  const bytes = toOnnx(graph, weights);
  const model = decode(bytes);
  const { FLOAT, INT32, INT64, BOOL } = onnx.TensorProto.DataType;

  it('states its versions', () => {
    expect(Number(model.irVersion)).toBe(9);
    expect(model.opsetImport.map(({ domain, version }) => [domain, Number(version)])).toEqual([['', 20]]);
    expect(model.producerName).toBe('mosa-js');
    expect(onnx.ModelProto.verify(model)).toBeNull();
  });

  it('has typed inputs and outputs, scalars included', () => {
    expect(model.graph!.input!.map(describeValue)).toEqual([
      ['x', FLOAT, [4]],
      ['flag', BOOL, []],
      ['unused', INT32, [2, 3]],
    ]);
    expect(model.graph!.output!.map(describeValue)).toEqual([
      ['sum', FLOAT, []],
      ['kept', FLOAT, [4]],
      ['turned', FLOAT, [2, 2]],
      ['best', FLOAT, [2]],
      ['scattered', INT32, [4, 1]],
      ['whole', INT32, [4]],
      ['unused.out', INT32, [2, 3]],
    ]);
  });

  it('stores weights and constants little endian, float64 data as float32', () => {
    const w = initialiserOf(model, 'w');
    expect([w.dims, w.dataType, w.raw.length]).toEqual([[4], FLOAT, 16]);
    expect([0, 4, 8, 12].map((at) => w.view.getFloat32(at, true))).toEqual([1, -2, Math.fround(0.1), 4]);
    expect(initialiserOf(model, 'idle').view.getFloat32(0, true)).toBe(7);
    const constants = model.graph!.initializer!.filter(({ name }) => name!.startsWith('constant'));
    expect(constants.map((each) => [each.dims!.map(Number), each.dataType])).toEqual([
      [[], FLOAT],
      [[4], INT32],
    ]);
    expect(initialiserOf(model, constants[0]!.name!).view.getFloat32(0, true)).toBe(Math.fround(0.1));
    const table = initialiserOf(model, constants[1]!.name!).view;
    expect([0, 4, 8, 12].map((at) => table.getInt32(at, true))).toEqual([-1, 2 ** 30, 3, 4]);
    const axis = initialiserOf(model, 'int64_4_1');
    expect([axis.dims, axis.dataType, axis.view.getBigInt64(0, true), axis.view.getBigInt64(8, true)]).toEqual([
      [2],
      INT64,
      4n,
      1n,
    ]);
  });

  it('writes attributes', () => {
    const find = (operator: string) => model.graph!.node!.find((node) => node.opType === operator);
    expect(attributesOf(find('Transpose'))).toEqual({ perm: [1, 0] });
    expect(attributesOf(find('TopK'))).toEqual({ axis: -1 });
    expect(attributesOf(find('ReduceSum'))).toEqual({ keepdims: 0 });
    expect(attributesOf(find('ScatterElements'))).toEqual({ axis: 0, reduction: 'add' });
    expect(attributesOf(find('Cast'))).toEqual({ to: INT32 });
    expect(attributesOf(find('Mul'))).toEqual({});
  });

  it('uses only operators of ai.onnx, defines every value once and before its use', () => {
    const defined = new Set([...model.graph!.input!, ...model.graph!.initializer!].map(({ name }) => name!));
    expect(defined.size).toBe(model.graph!.input!.length + model.graph!.initializer!.length);
    for (const node of model.graph!.node!) {
      expect(node.domain).toBe('');
      for (const input of node.input!) expect(defined).toContain(input);
      for (const output of node.output!) {
        expect(defined).not.toContain(output);
        expect(output).not.toBe('');
        defined.add(output);
      }
    }
    for (const { name } of model.graph!.output!) expect(defined).toContain(name);
    const names = model.graph!.node!.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('gives the same bytes for the same graph', () => {
    expect(toOnnx(graph, weights)).toEqual(bytes);
    const reordered = { idle: weights.idle, w: weights.w };
    expect(toOnnx(graph, reordered)).toEqual(bytes);
    expect(toOnnx(graph, { ...weights, w: hostTensor([1, -2, 0.1, 4], [4]) })).toEqual(bytes);
  });

  it('decomposes fused ops that have no operators of their own', () => {
    const config = { kind: 'mosa', dModel: 8, dHead: 4, heads: 2, sparsity: 2 } as const;
    const layer = layerGraph(config, { x: type([1, 8, 8]) });
    const zeros = Object.fromEntries(
      layer.nodes.flatMap((node) =>
        node.op === 'placeholder' && node.kind === 'weight'
          ? [[node.name, hostTensor(new Float32Array(node.type.shape.reduce((a, b) => a * b)), node.type.shape)]]
          : [],
      ),
    );
    expect(toOnnx(layer, zeros)).toEqual(toOnnx(decompose(layer, new Set(['selectIndices'])), zeros));
  });

  it('copies each output that is an input, a weight, a constant or another output', async () => {
    const many = trace(
      (ops, { x, Neg_0: like }, { w }) => {
        const y = ops.neg(ops.neg(x!));
        const c = ops.constant(Int32Array.of(3), [], 'int32');
        return { x: y, y, z: y, same: x!, w: w!, v: w!, c, d: c, Neg_1: like!, 'ü/π': y };
      },
      { inputs: { x: four, Neg_0: four, 'x.out': four }, weights: { w: four, y: four } },
    );
    const given = { w: hostTensor([5, 6, 7, 8], [4]), y: hostTensor([0, 0, 0, 0], [4]) };
    const names = onnxNames(many);
    expect(names.inputs).toEqual({ x: 'x', Neg_0: 'Neg_0', 'x.out': 'x.out' });
    expect(names.outputs).toMatchObject({ x: 'x.out2', y: 'y', w: 'w', Neg_1: 'Neg_1', 'ü/π': 'ü/π' });
    for (const { lib, executionProvider } of targets) {
      const session = await lib.InferenceSession.create(toOnnx(many, given), {
        executionProviders: [executionProvider],
        logSeverityLevel: 3,
      });
      const feed = (...values: number[]) => new lib.Tensor('float32', Float32Array.from(values), [4]);
      const feeds = { x: feed(1, 2, 3, 4), Neg_0: feed(9, 9, 9, 9), 'x.out': feed(0, 0, 0, 0) };
      const results = await session.run(feeds);
      for (const name of Object.values(names.outputs)) (results[name]!.data as Float32Array)[0] = 1000;
      const again = await session.run(feeds);
      const values = Object.fromEntries(
        Object.entries(names.outputs).map(([key, name]) => [key, [...(again[name]!.data as Float32Array)]]),
      );
      const x = [1, 2, 3, 4];
      const [w, like] = [
        [5, 6, 7, 8],
        [9, 9, 9, 9],
      ];
      expect(values).toEqual({ x, y: x, z: x, same: x, w, v: w, c: [3], d: [3], Neg_1: like, 'ü/π': x });
      expect([...(feeds.x.data as Float32Array)]).toEqual(x);
      await session.release();
    }
  });

  it('gives an input without a name one', () => {
    const empty = trace((ops, { '': x }) => ({ y: ops.neg(x!) }), { inputs: { '': four } });
    expect(onnxNames(empty).inputs).toEqual({ '': '.in' });
    expect(decode(toOnnx(empty)).graph!.input!.map(({ name }) => name)).toEqual(['.in']);
  });

  it.each([
    ['weight', {}],
    ['weight', { ...weights, more: weights.w }],
    ['shape', { ...weights, w: hostTensor([1, 2], [2]) }],
    ['dtype', { ...weights, w: hostTensor([1, 2, 3, 4], [4], 'int32') }],
    ['data', { ...weights, w: { ...four, data: new Float32Array(3) } }],
  ])('refuses with %s', (code, given) => {
    expect(() => toOnnx(graph, given)).toThrowError(expect.objectContaining({ name: 'MosaError', code }));
  });

  it('refuses a model from 2 GiB on before it asks for the memory', () => {
    const big = type([2 ** 28]);
    const huge = trace((ops, _x, { a, b }) => ({ y: ops.add(ops.slice(a!, [0], [1]), ops.slice(b!, [0], [1])) }), {
      inputs: {},
      weights: { a: big, b: big },
    });
    const data = new Float32Array(2 ** 28);
    const run = () => toOnnx(huge, { a: { ...big, data }, b: { ...big, data } });
    expect(run).toThrowError(MosaError);
    expect(run).toThrowError(expect.objectContaining({ code: 'unsupported', where: 'toOnnx' }));
  });
});

describe('Message', () => {
  it('writes numbers as protobuf does', () => {
    const bytes = (message: Message) => [...message.toBytes()];
    expect(bytes(new Message().int(1, 0))).toEqual([8, 0]);
    expect(bytes(new Message().int(1, 300))).toEqual([8, 0xac, 2]);
    expect(bytes(new Message().int(20, -1))).toEqual([160, 1, ...new Array(9).fill(255), 1]);
    expect(bytes(new Message().message(3, new Message().string(1, 'ü')))).toEqual([26, 4, 10, 2, 0xc3, 0xbc]);
  });
});
