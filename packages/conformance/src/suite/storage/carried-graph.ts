import { type Backend, type HostTensor, hostTensor, type Named, type TensorType, trace } from '@mosa-js/core';
import type { HalfFormat } from '@mosa-js/core/adapter';
import { evaluateCarried } from '../../bounds/evaluate';
import { leavingNothing } from '../carry/counter';
import type { Verdict } from '../case';
import { judge } from '../judge';
import { arithmeticOf } from '../prepared';
import { read } from '../with-program';

const float = (...shape: number[]): TensorType => ({ shape, dtype: 'float32' });

const carried = {
  ...{ sum: float(6, 5), product: float(6, 6), row: float(6), part: float(3, 5), turned: float(5, 6) },
  ...{ joined: float(9, 5), same: float(6, 5), a: float(2, 3), b: float(2, 3), fixed: float(2, 3) },
};

/**
 * What is carried is computed by a group of elementwise ops that goes on with it, a product, a sum of rows; it is a part of a tensor, one
 * that is turned, several that are joined, a constant, one as it came in, and two in exchange for each other.
 */
const graph = trace(
  (ops, t) => {
    const sum = ops.add(t.sum!, t.x!);
    const product = ops.matMul(t.x!, t.x!, false, true);
    const row = ops.sum(t.sum!, [1]);
    const part = ops.slice(sum, [2, 0], [3, 5]);
    const fixed = ops.constant(Float32Array.of(1.1, 2.2, 3.3, 4.4, 5.5, 6.6), [2, 3], 'float32');
    const next = {
      ...{ sum, product, row, part, turned: ops.transpose(ops.sub(t.x!, t.sum!), [1, 0]), fixed },
      ...{ joined: ops.concat([part, t.x!], 0), same: t.same!, a: t.b!, b: t.a! },
    };
    return {
      ...Object.fromEntries(Object.entries(next).map(([name, value]) => [`next.${name}`, value])),
      ...{ again: sum, twice: ops.add(sum, sum), flat: ops.reshape(sum, [30]) },
      ...{ products: ops.add(product, product), rows: ops.add(row, row), parts: ops.add(part, part) },
    };
  },
  { inputs: { ...carried, x: float(6, 5) } },
);

/** Whole numbers and thirds, of sizes at which both formats round them. */
const numbers = ({ shape }: TensorType, seed: number, divisor = 1): HostTensor =>
  hostTensor(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (((i * 7 + seed * 13) % 83) - 41) / divisor),
    shape,
  );

/** Whoever computes what is carried rounds it, and whoever reads it then gets the rounded values; what is carried beside it in float32 is not. */
export async function computedAndRead(backend: Backend, format: HalfFormat): Promise<Verdict> {
  const all = Object.keys(carried);
  const carry = Object.fromEntries(all.map((name) => [name, `next.${name}`]));
  const initial = Object.fromEntries(
    Object.entries(carried).map(([name, type], i) => [name, numbers(type, i, name === 'same' ? 3 : 1)]),
  );
  // So that sums are large: float16 is exact for whole numbers to 2,048, and bfloat16 to 256.
  initial.sum = hostTensor(
    Array.from(initial.sum!.data, (value: number) => value + 3000),
    [6, 5],
  );
  return leavingNothing(backend, async () => {
    const verdicts: Verdict[] = [];
    for (const halves of [all, ['part', 'b'], ['sum', 'turned', 'fixed']]) {
      const formats: Named<HalfFormat> = Object.fromEntries(halves.map((name) => [name, format]));
      const state = await backend.createState(carried, { initial, storage: formats });
      const program = await backend.compile(graph, { state, carry });
      try {
        for (const run of [1, 2]) {
          const x = numbers(float(6, 5), 20 + run);
          const before: Record<string, HostTensor> = {};
          for (const name of all) before[name] = await state.read(name);
          const wanted = evaluateCarried(graph, { ...before, x }, arithmeticOf(backend), { carry, formats });
          const outputs = await program.run({ x });
          const stage = (name: string) => `${name} of run ${run}, of ${halves} in 16 bits`;
          for (const [name, tensor] of Object.entries(outputs))
            verdicts.push(judge(await read(tensor), wanted[name]!, stage(name)));
          for (const name of all)
            verdicts.push(judge(await state.read(name), wanted[`next.${name}`]!, stage(`next ${name}`)));
        }
      } finally {
        await program.dispose();
        await state.dispose();
      }
    }
    return verdicts;
  });
}
