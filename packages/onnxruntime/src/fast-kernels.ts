import { cpuPaths, fastPaths, kernelPaths } from './code-paths';
import { setRowsBy } from './kernel-ops';
import { cpuKernels, type Dialect } from './kernels';
import { whereByIf } from './one-of-two';
import { planesOf, scatterInPlanes } from './scatter-planes';
import { selectByTopK } from './select';
import { shortCuts } from './short-cuts';
import { triangleKernels } from './triangles';

/**
 * For the CPU, with forms that are fast there and rest on what ONNX says of TopK's ties and of ScatterND, which not every
 * execution provider keeps to. `cpuDialect` does without.
 */
export const fastDialect: Dialect = {
  target: 'cpu',
  fused: ['selectIndices'],
  kernels(emit) {
    const plain = shortCuts(emit, cpuKernels(emit));
    const triangles = triangleKernels(emit, plain);
    const inPlanes = scatterInPlanes(emit);
    const kernels: ReturnType<Dialect['kernels']> = {
      ...plain,
      ...triangles,
      where: whereByIf(emit, triangles.where),
      scatterAdd: ([indices, updates], attributes, output) => {
        const [M, D] = updates!.type.shape as [number, number];
        const planes = output.dtype === 'float32' ? planesOf([M, D], output.shape[0]!) : 0;
        emit.take(planes > 0 ? 'scatterAdd: in planes' : 'scatterAdd: element by element');
        if (planes > 0) return inPlanes(indices!, updates!, planes, output);
        return plain.scatterAdd([indices!, updates!], attributes, output);
      },
      setRows: setRowsBy(() => kernels),
      selectIndices: selectByTopK(emit),
    };
    return kernels;
  },
  paths: [...kernelPaths, ...cpuPaths, ...fastPaths],
};
