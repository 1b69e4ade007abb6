import { type Backend, hostTensor, MosaError, trace } from '@mosa-js/core';

const side = 256;
/** Float32 holds it; TF32, which has ten bits after the point, does not. */
const fine = 1 + 2 ** -12;

/**
 * Makes a GPU multiply float32 as float32: TensorFlow lets cuBLAS round both factors to TF32. The only switch that reaches
 * cuBLAS from here is an environment variable, which it reads with the first product of a process; so the outcome is
 * looked at, too.
 * @throws MosaError `unavailable` where cuBLAS was started before without it
 */
export async function multiplyInFullFloat32(backend: Backend): Promise<void> {
  process.env.NVIDIA_TF32_OVERRIDE ??= '0';
  const a = hostTensor(new Array<number>(side * side).fill(fine), [side, side]);
  const identity = Array.from({ length: side * side }, (_, i) => (i % (side + 1) === 0 ? 1 : 0));
  const b = hostTensor(identity, [side, side]);
  const program = await backend.compile(trace((ops, { a, b }) => ({ y: ops.matMul(a!, b!) }), { inputs: { a, b } }));
  try {
    const { y } = await program.run({ a, b });
    const { data } = await y!.read();
    y!.dispose();
    if (data.every((value) => value === fine)) return;
  } finally {
    await program.dispose();
  }
  throw new MosaError(
    'unavailable',
    backend.name,
    'products of float32: NVIDIA_TF32_OVERRIDE=0 in the environment before the first product in this process, or allowTf32',
    'factors rounded to TF32',
  );
}
