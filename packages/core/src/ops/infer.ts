import { MosaError, show } from '../error';
import {
  checkDType,
  checkHostTensor,
  checkShape,
  type DType,
  type Shape,
  showType,
  sizeOf,
  type TensorType,
} from '../types';
import type { OpAttributes, OpName } from './attributes';

type Infer<K extends OpName> = (inputs: readonly TensorType[], attributes: OpAttributes[K]) => TensorType;

type InferTable = { readonly [K in OpName]: Infer<K> };

/** The result type of every op, and the one place where operands are checked. */
export const inferTable: InferTable = /* @__PURE__ */ createTable(); // left out of bundles that trace nothing

function createTable(): InferTable {
  return {
    constant: (_inputs, attributes) => {
      checkHostTensor(attributes, 'constant');
      return { shape: attributes.shape, dtype: attributes.dtype };
    },
    neg: unary('neg', ['float32', 'int32']),
    exp: unary('exp', ['float32']),
    log: unary('log', ['float32']),
    sqrt: unary('sqrt', ['float32']),
    sigmoid: unary('sigmoid', ['float32']),
    isNaN: unary('isNaN', ['float32'], 'bool'),
    not: unary('not', ['bool']),
    add: binary('add', ['float32', 'int32']),
    sub: binary('sub', ['float32', 'int32']),
    mul: binary('mul', ['float32', 'int32']),
    div: binary('div', ['float32']),
    maximum: binary('maximum', ['float32', 'int32']),
    minimum: binary('minimum', ['float32', 'int32']),
    greater: binary('greater', ['float32', 'int32'], 'bool'),
    greaterEqual: binary('greaterEqual', ['float32', 'int32'], 'bool'),
    equal: binary('equal', ['float32', 'int32'], 'bool'),
    and: binary('and', ['bool']),
    or: binary('or', ['bool']),
    where: ([condition, a, b]) => {
      wantDType('where', condition!, ['bool']);
      if (a!.dtype !== b!.dtype) throw new MosaError('dtype', 'where', `branches of one dtype`, showAll([a!, b!]));
      const shape = broadcastShapes('where', [condition!.shape, a!.shape, b!.shape]);
      return { shape, dtype: a!.dtype };
    },
    cast: ([x], { dtype }) => {
      checkDType(dtype, 'cast');
      return { shape: x!.shape, dtype };
    },
    reshape: ([x], { shape }) => {
      checkShape(shape, 'reshape');
      if (sizeOf(shape) !== sizeOf(x!.shape)) {
        throw new MosaError('shape', 'reshape', `${sizeOf(x!.shape)} elements as in [${x!.shape}]`, show(shape));
      }
      return { shape, dtype: x!.dtype };
    },
    transpose: ([x], { permutation }) => {
      const rank = x!.shape.length;
      if (
        permutation.length !== rank ||
        new Set(permutation).size !== rank ||
        permutation.some((p) => !(p in x!.shape))
      ) {
        throw new MosaError('shape', 'transpose', `a permutation of ${rank} axes`, show(permutation));
      }
      return { shape: permutation.map((axis) => x!.shape[axis]!), dtype: x!.dtype };
    },
    broadcastTo: ([x], { shape }) => {
      checkShape(shape, 'broadcastTo');
      wantBroadcast('broadcastTo', x!.shape, shape);
      return { shape, dtype: x!.dtype };
    },
    concat: (inputs, { axis }) => {
      const [first] = inputs;
      if (!first) throw new MosaError('shape', 'concat', 'at least one tensor', 'none');
      for (const x of inputs) {
        const fits =
          x.shape.length === first.shape.length && x.shape.every((n, i) => i === axis || n === first.shape[i]);
        if (!fits) throw new MosaError('shape', 'concat', `shapes equal but for axis ${axis}`, showAll(inputs));
        if (x.dtype !== first.dtype) throw new MosaError('dtype', 'concat', 'one dtype', showAll(inputs));
      }
      const length = inputs.reduce((total, x) => total + x.shape[axis]!, 0);
      return { shape: first.shape.map((n, i) => (i === axis ? length : n)), dtype: first.dtype };
    },
    slice: ([x], { begin, size }) => {
      const { shape } = x!;
      const inside = (n: number, i: number) =>
        Number.isInteger(begin[i]) &&
        Number.isInteger(size[i]) &&
        begin[i]! >= 0 &&
        size[i]! >= 1 &&
        begin[i]! + size[i]! <= n;
      if (begin.length !== shape.length || size.length !== shape.length || !shape.every(inside)) {
        throw new MosaError('shape', 'slice', `a box inside [${shape}]`, `begin ${show(begin)}, size ${show(size)}`);
      }
      return { shape: [...size], dtype: x!.dtype };
    },
    matMul: ([a, b], { transposeA, transposeB }) => {
      wantDType('matMul', a!, ['float32']);
      wantDType('matMul', b!, ['float32']);
      const rank = a!.shape.length;
      const [m, ka] = swap(a!.shape, transposeA);
      const [kb, n] = swap(b!.shape, transposeB);
      const batch = a!.shape.slice(0, -2);
      if (rank < 2 || b!.shape.length !== rank || ka !== kb || batch.some((size, axis) => size !== b!.shape[axis])) {
        const wanted = `[...P, ${transposeA ? 'K, M' : 'M, K'}] and [...P, ${transposeB ? 'N, K' : 'K, N'}]`;
        throw new MosaError('shape', 'matMul', wanted, showAll([a!, b!]));
      }
      return { shape: [...batch, m!, n!], dtype: 'float32' };
    },
    sum: reduction('sum'),
    max: reduction('max'),
    softmax: ([x]) => {
      wantDType('softmax', x!, ['float32']);
      wantRank('softmax', x!, 1);
      return x!;
    },
    cumulativeSum: ([x]) => {
      wantDType('cumulativeSum', x!, ['float32', 'int32']);
      wantRank('cumulativeSum', x!, 1);
      return x!;
    },
    gather: ([x, indices]) => {
      wantRank('gather', x!, 1);
      wantDType('gather indices', indices!, ['int32']);
      return { shape: [...indices!.shape, ...x!.shape.slice(1)], dtype: x!.dtype };
    },
    scatterAdd: ([indices, updates], { rows }) => {
      wantDType('scatterAdd indices', indices!, ['int32']);
      wantDType('scatterAdd updates', updates!, ['float32', 'int32']);
      if (indices!.shape.length !== 1 || updates!.shape.length !== 2 || indices!.shape[0] !== updates!.shape[0]) {
        throw new MosaError('shape', 'scatterAdd', 'indices [M] and updates [M, D]', showAll([indices!, updates!]));
      }
      checkShape([rows], 'scatterAdd rows');
      return { shape: [rows, updates!.shape[1]!], dtype: updates!.dtype };
    },
    topKValues: ([x], { k }) => ranked('topKValues', x!, k, 'float32'),
    selectIndices: ([logits, valid], { k }) => {
      if (valid) {
        wantDType('select valid', valid, ['bool']);
        wantBroadcast('select valid', valid.shape, logits!.shape);
      }
      return ranked('selectIndices', logits!, k, 'int32');
    },
    attention: ([q, k, v, mask], { causal, scale }) => {
      for (const x of [q!, k!, v!]) wantDType('attention', x, ['float32']);
      const rank = q!.shape.length;
      const [m, d] = q!.shape.slice(-2);
      const [n, dk] = k!.shape.slice(-2);
      const batch = q!.shape.slice(0, -2);
      const sameBatch = [k!, v!].every(
        (x) => x.shape.length === rank && batch.every((size, axis) => size === x.shape[axis]),
      );
      if (rank < 2 || !sameBatch || d !== dk || v!.shape[rank - 2] !== n || (causal && m !== n)) {
        const wanted = `q [...P, M, d], k [...P, N, d], v [...P, N, e]${causal ? ' with M = N' : ''}`;
        throw new MosaError('shape', 'attention', wanted, showAll([q!, k!, v!]));
      }
      if (!Number.isFinite(scale)) throw new MosaError('config', 'attention scale', 'a finite number', show(scale));
      if (mask) {
        wantDType('attention mask', mask, ['bool']);
        wantBroadcast('attention mask', mask.shape, [...batch, m!, n!]);
      }
      return { shape: [...batch, m!, v!.shape[rank - 1]!], dtype: 'float32' };
    },
  };
}

/** The shape that several shapes broadcast to. @throws MosaError `shape` */
export function broadcastShapes(where: string, shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    for (let i = 0; i < shape.length; i++) {
      const axis = rank - shape.length + i;
      if (result[axis] !== 1 && shape[i] !== 1 && result[axis] !== shape[i]) {
        throw new MosaError(
          'shape',
          where,
          'shapes that broadcast',
          shapes.map((s) => `[${s.join(', ')}]`).join(' and '),
        );
      }
      result[axis] = Math.max(result[axis]!, shape[i]!);
    }
  }
  return result;
}

function unary(where: string, taken: readonly DType[], result?: DType) {
  return ([x]: readonly TensorType[]): TensorType => {
    wantDType(where, x!, taken);
    return { shape: x!.shape, dtype: result ?? x!.dtype };
  };
}

function binary(where: string, taken: readonly DType[], result?: DType) {
  return ([a, b]: readonly TensorType[]): TensorType => {
    wantDType(where, a!, taken);
    if (a!.dtype !== b!.dtype) throw new MosaError('dtype', where, 'operands of one dtype', showAll([a!, b!]));
    return { shape: broadcastShapes(where, [a!.shape, b!.shape]), dtype: result ?? a!.dtype };
  };
}

function reduction(where: string) {
  return ([x]: readonly TensorType[], { axes, keepDims }: OpAttributes['sum']): TensorType => {
    wantDType(where, x!, ['float32', 'int32']);
    if (axes.length === 0 || new Set(axes).size !== axes.length || axes.some((axis) => !(axis in x!.shape))) {
      throw new MosaError('shape', where, `distinct axes of [${x!.shape}]`, show(axes));
    }
    const shape = x!.shape.flatMap((n, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [n]));
    return { shape, dtype: x!.dtype };
  };
}

function ranked(where: string, x: TensorType, k: number, dtype: DType): TensorType {
  wantDType(where, x, ['float32']);
  wantRank(where, x, 1);
  const n = x.shape[x.shape.length - 1]!;
  if (!Number.isInteger(k) || k < 1 || k > n) {
    throw new MosaError('shape', where, `a whole k from 1 to ${n}, the last axis of [${x.shape}]`, show(k));
  }
  return { shape: [...x.shape.slice(0, -1), k], dtype };
}

function wantDType(where: string, x: TensorType, taken: readonly DType[]): void {
  if (!taken.includes(x.dtype)) throw new MosaError('dtype', where, taken.join(' or '), showType(x));
}

function wantRank(where: string, x: TensorType, least: number): void {
  if (x.shape.length < least) throw new MosaError('shape', where, `a rank of at least ${least}`, showType(x));
}

function wantBroadcast(where: string, from: Shape, to: Shape): void {
  const offset = to.length - from.length;
  if (offset < 0 || from.some((n, i) => n !== 1 && n !== to[offset + i])) {
    throw new MosaError('shape', where, `a shape that broadcasts to [${to.join(', ')}]`, `[${from.join(', ')}]`);
  }
}

function swap(shape: Shape, transposed: boolean): (number | undefined)[] {
  const last = shape.slice(-2);
  return transposed ? [last[1], last[0]] : [...last];
}

function showAll(types: readonly TensorType[]): string {
  return types.map(showType).join(' and ');
}
