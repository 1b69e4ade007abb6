import type { TensorType } from '@mosa-js/core';
import type { KernelTable } from '@mosa-js/core/adapter';
import { commonPaths, type TakePath, type TfjsPath } from './code-paths';
import { choose } from './dtypes';
import { type KernelSet, tfjsKernels } from './kernels';
import type { Tfjs, TfjsTensor } from './library';
import { addRowsOnHost } from './rows';
import { spreadFirst } from './spread';

export const webglPaths = [
  'log: zero answered apart',
  'div: equal zeros and infinities answered apart',
  'where: in its own shape',
  'where: of more than 4 axes, as a vector',
  'max: int32',
  'max: once more of smaller numbers',
  'softmax: by the maximum that is right',
  'cumulativeSum: of rows',
  'scatterAdd: on the host, of many updates into many rows',
] as const;

/** Axes up to which every kernel of tfjs-webgl has its shader: "Where for rank 5 is not yet supported". */
const mostAxes = 4;
/** Where tfjs-webgl's maximum starts, so that it finds nothing below. */
const lowestStart = -1e20;
/** Steps of tfjs-webgl's scatter, which looks at every update for every result: beyond them, reading and writing takes less. */
const mostSteps = 2 ** 27;
/** Brings every number below that start above it, without a rounding. */
const scale = 2 ** -63;

/** For tfjs-webgl. Loaded where it runs, so that other pages need not. */
export const webglSet: KernelSet<TfjsPath> = {
  kernels: webglKernels,
  paths: [...commonPaths.filter((path) => path !== 'cumulativeSum: axis from the front'), ...webglPaths],
};

/** What tfjs-webgl does otherwise than the interface says, put right. */
function webglKernels(lib: Tfjs, take: TakePath): KernelTable<TfjsTensor, TensorType> {
  const kernels = tfjsKernels(lib, take);

  /** condition ? a : b of tensors of one shape, or scalars. */
  const where = (condition: TfjsTensor, a: TfjsTensor, b: TfjsTensor): TfjsTensor => {
    const { shape } = condition;
    take(shape.length > mostAxes ? 'where: of more than 4 axes, as a vector' : 'where: in its own shape');
    if (shape.length <= mostAxes) return choose(lib, condition, a, b, take);
    const flat = (x: TfjsTensor) => (x.rank === 0 ? x : lib.reshape(x, [x.size]));
    return lib.tidy(() => lib.reshape(choose(lib, flat(condition), flat(a), flat(b), take), shape));
  };

  const max = (x: TfjsTensor, axes: readonly number[], keepDims: boolean): TfjsTensor => {
    take(x.dtype === 'int32' ? 'max: int32' : 'max: once more of smaller numbers');
    if (x.dtype === 'int32') return lib.max(x, [...axes], keepDims);
    return lib.tidy(() => {
      const found = lib.max(x, [...axes], keepDims);
      const below = lib.div(lib.max(lib.mul(x, scale), [...axes], keepDims), scale);
      return where(lib.lessEqual(found, lowestStart), below, found);
    });
  };

  return {
    ...kernels,
    // GLSL leaves log 0 open, and some drivers answer with the logarithm of the smallest number.
    log: ([x]) => {
      take('log: zero answered apart');
      return lib.tidy(() => where(lib.equal(x!, 0), lib.scalar(Number.NEGATIVE_INFINITY), lib.log(x!)));
    },
    // x ÷ x is 1 there, whatever x.
    div: (operands, _attributes, { shape }) =>
      spreadFirst(lib, shape, operands, take, ([a, b]) => {
        take('div: equal zeros and infinities answered apart');
        return lib.tidy(() => {
          const noNumber = lib.logicalOr(lib.equal(a!, 0), lib.isInf(a!));
          const isOpen = lib.logicalAnd(lib.equal(a!, b!), noNumber);
          return where(isOpen, lib.scalar(Number.NaN), lib.div(a!, b!));
        });
      }),
    where: (operands, _attributes, { shape }) => {
      if (shape.length <= mostAxes) return choose(lib, operands[0]!, operands[1]!, operands[2]!, take);
      return lib.tidy(() => {
        const [condition, a, b] = operands.map((x) => lib.broadcastTo(x, [...shape])) as [
          TfjsTensor,
          TfjsTensor,
          TfjsTensor,
        ];
        return where(condition, a, b);
      });
    },
    max: ([x], { axes, keepDims }) => max(x!, axes, keepDims),
    softmax: ([x]) => {
      take('softmax: by the maximum that is right');
      return lib.tidy(() => {
        const last = [x!.rank - 1];
        const powers = lib.exp(lib.sub(x!, max(x!, last, true)));
        return lib.div(powers, lib.sum(powers, last, true));
      });
    },
    scatterAdd: (operands, { rows }, output) => {
      const [indices, updates] = operands as [TfjsTensor, TfjsTensor];
      if (updates.size * rows <= mostSteps) return kernels.scatterAdd(operands, { rows }, output);
      take('scatterAdd: on the host, of many updates into many rows');
      return addRowsOnHost(lib, indices, updates, rows);
    },
    cumulativeSum: ([x]) => {
      take('cumulativeSum: of rows');
      const width = x!.shape.at(-1)!;
      return lib.tidy(() => lib.reshape(lib.cumsum(lib.reshape(x!, [x!.size / width, width]), 1), x!.shape));
    },
  };
}
