import { constantScalar, type Traced } from '@mosa-js/core';
import type { OpAttributes } from '@mosa-js/core/adapter';
import type { Mutant } from './mutant';
import { cutColumns, cutRows, type Ops, right, rounded, wrong } from './rewrites';

type Attributes = OpAttributes['matMul'];

/** Matrix products that are wrong in precision, sizes, batches or orientation. */
export const productMutants: readonly Mutant[] = [
  wrong('products-in-half-precision', 'matMul', (ops, { attributes }, inputs, backend) =>
    halved(ops, attributes, inputs, (x) => rounded(ops, x, 11, backend)),
  ),
  wrong('long-products-in-half-precision', 'matMul', (ops, { attributes }, inputs, backend) =>
    innerOf(ops, attributes, inputs) > 512
      ? halved(ops, attributes, inputs, (x) => rounded(ops, x, 11, backend))
      : undefined,
  ),
  wrong('transposed-products-in-half-precision', 'matMul', (ops, { attributes }, inputs, backend) =>
    attributes.transposeB ? halved(ops, attributes, inputs, (x) => rounded(ops, x, 11, backend)) : undefined,
  ),
  wrong('products-round-their-result', 'matMul', (ops, node, inputs, backend) =>
    rounded(ops, right(ops, node, inputs), 13, backend),
  ),
  wrong('products-of-the-first-2000-terms', 'matMul', (ops, { attributes }, inputs) =>
    shortened(ops, attributes, inputs, 2000),
  ),
  wrong('products-drop-the-last-term', 'matMul', (ops, { attributes }, inputs) => {
    const inner = innerOf(ops, attributes, inputs);
    return inner < 2 ? undefined : shortened(ops, attributes, inputs, inner - 1);
  }),
  wrong('products-of-few-drop-terms-behind-the-last-32', 'matMul', (ops, node, inputs) => {
    const inner = innerOf(ops, node.attributes, inputs);
    const isFew = Math.min(...node.type.shape.slice(-2)) <= 8;
    return isFew && inner >= 32 ? shortened(ops, node.attributes, inputs, inner - (inner % 32)) : undefined;
  }),
  wrong('products-of-few-columns-are-written-by-column', 'matMul', (ops, node, inputs) => {
    const { shape } = node.type;
    const [rows, columns] = shape.slice(-2) as [number, number];
    if (columns < 2 || columns > 8 || rows <= columns) return undefined;
    const order = shape.map((_, axis) => axis);
    order.push(...order.splice(-2).reverse());
    return ops.reshape(ops.transpose(right(ops, node, inputs), order), shape);
  }),
  ...[64, 65535].map((limit) =>
    wrong(`product-batches-beyond-${limit}-are-0`, 'matMul', (ops, node, inputs) =>
      cutRows(ops, right(ops, node, inputs), limit * node.type.shape.at(-2)!),
    ),
  ),
  wrong('product-rows-beyond-65535-are-0', 'matMul', (ops, node, inputs) =>
    node.type.shape.at(-2)! > 65535 ? cutRows(ops, right(ops, node, inputs), 65535) : undefined,
  ),
  wrong('product-columns-beyond-65535-are-0', 'matMul', (ops, node, inputs) =>
    cutColumns(ops, right(ops, node, inputs), 65535),
  ),
  wrong('products-lose-a-tile-edge', 'matMul', (ops, node, inputs) => {
    const [rows, columns] = node.type.shape.slice(-2) as [number, number];
    if (rows <= 64 && columns <= 64) return undefined;
    const last = ops.constant(
      Float32Array.from({ length: columns }, (_, i) => (i % 64 === 0 && i > 0 ? 0 : 1)),
      [columns],
      'float32',
    );
    const row = ops.constant(
      Float32Array.from({ length: rows }, (_, i) => (i % 64 === 0 && i > 0 ? 0 : 1)),
      [rows, 1],
      'float32',
    );
    return ops.mul(ops.mul(right(ops, node, inputs), last), row);
  }),
  wrong('square-products-forget-transposeA', 'matMul', (ops, { attributes }, [a, b]) => {
    const [m, k] = ops.typeOf(a!).shape.slice(-2);
    return attributes.transposeA && m === k ? ops.matMul(a!, b!, false, attributes.transposeB) : undefined;
  }),
  wrong('products-of-nan-are-0', 'matMul', (ops, node, inputs) => {
    const y = right(ops, node, inputs);
    return ops.where(ops.isNaN(y), constantScalar(ops, 0), y);
  }),
];

function innerOf(ops: Ops, { transposeA }: Attributes, [a]: readonly Traced[]): number {
  return ops.typeOf(a!).shape.at(transposeA ? -2 : -1)!;
}

function halved(
  ops: Ops,
  { transposeA, transposeB }: Attributes,
  [a, b]: readonly Traced[],
  round: (x: Traced) => Traced,
) {
  return ops.matMul(round(a!), round(b!), transposeA, transposeB);
}

/** The product of so many terms at most; undefined where there are no more. */
function shortened(ops: Ops, attributes: Attributes, inputs: readonly Traced[], terms: number): Traced | undefined {
  if (innerOf(ops, attributes, inputs) <= terms) return undefined;
  const cut = (x: Traced, axisFromEnd: number) => {
    const { shape } = ops.typeOf(x);
    const axis = shape.length - axisFromEnd;
    return ops.slice(
      x,
      shape.map(() => 0),
      shape.map((size, i) => (i === axis ? terms : size)),
    );
  };
  const { transposeA, transposeB } = attributes;
  return ops.matMul(cut(inputs[0]!, transposeA ? 2 : 1), cut(inputs[1]!, transposeB ? 1 : 2), transposeA, transposeB);
}
