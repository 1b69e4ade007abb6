// The adapter of docs/write-an-adapter.md: a library that keeps float32 in a Float32Array.
import { createBackend, loadKernels } from '@mosa-js/core/adapter';
import { referenceKernels } from '@mosa-js/reference';

// A tensor of this "library": shape, dtype and elements, floats in 32 bits.
const toLibrary = ({ shape, dtype }, data) => ({
  shape,
  dtype,
  data: dtype === 'float32' ? Float32Array.from(data) : data.slice(),
});

// Every op, by the reference at first; `output` is the result's shape and dtype, inferred and checked by core.
const borrowed = Object.entries(referenceKernels).map(([op, kernel]) => [
  op,
  (inputs, attributes, output) => toLibrary(output, kernel(inputs, attributes, output).data),
]);

// Ops done by the library itself. Leaving out select and attention makes core run them from primitives.
const { select, attention, ...kernels } = {
  ...Object.fromEntries(borrowed),
  neg: ([x], _attributes, output) =>
    toLibrary(
      output,
      x.data.map((value) => -value),
    ),
  matMul([a, b], { transposeA, transposeB }, output) {
    const [M, N] = output.shape.slice(-2);
    const K = a.shape.at(transposeA ? -2 : -1);
    const result = new Float32Array(output.shape.reduce((size, axis) => size * axis, 1));
    for (let i = 0; i < result.length; i++) {
      const [batch, m, n] = [Math.floor(i / (M * N)), Math.floor(i / N) % M, i % N];
      let sum = 0;
      for (let k = 0; k < K; k++) {
        const left = a.data[batch * M * K + (transposeA ? k * M + m : m * K + k)];
        const right = b.data[batch * K * N + (transposeB ? n * K + k : k * N + n)];
        sum = Math.fround(sum + Math.fround(left * right));
      }
      result[i] = sum;
    }
    return { ...output, data: result };
  },
};

export default function createMyBackend() {
  const live = new Set(); // what memory() counts: here, what crossed the boundary
  const hold = (tensor) => {
    live.add(tensor);
    return tensor;
  };
  const free = (tensor) => live.delete(tensor);
  return createBackend({
    name: 'my-backend',
    device: 'cpu',
    label: 'my-library 1.0.0',
    upload: (data, type) => hold(toLibrary(type, data)),
    read: (tensor) => tensor.data.slice(),
    free,
    load: (graph, weights) => loadKernels(graph, weights, { kernels, free, alias: (tensor) => hold({ ...tensor }) }),
    memory: () => ({ tensors: live.size, bytes: [...live].reduce((sum, { data }) => sum + data.byteLength, 0) }),
  });
}
