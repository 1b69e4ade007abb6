import { type Backend, type HostTensor, hostTensor, type TensorOps, type Traced, trace } from '@mosa-js/core';
import { type Form, forms } from './kernels';

const [count, width, rows, k] = [1024, 8, 700, 100];

/** What a form is to give for numbers of which that is known, and when it counts as slower and not as wrong. */
interface Proof {
  readonly what: string;
  readonly given: Readonly<Record<string, HostTensor>>;
  build(ops: TensorOps<Traced>, inputs: Readonly<Record<string, Traced>>): Traced;
  readonly expected: ArrayLike<number>;
}

/** Many equal logits, and some that are no numbers or not finite. */
const logits = Float32Array.from({ length: count }, (_, i) =>
  i % 97 === 0 ? Number.NaN : i % 89 === 0 ? -Infinity : i % 211 === 0 ? Infinity : (i * 7) % 5,
);
/** Each row up to a few times, row 3 far more often. */
const indices = Int32Array.from({ length: count }, (_, i) => (i % 4 === 0 ? 3 : (i * 389) % rows));
/** Whole numbers, whose sums are exact in any order. */
const updates = Float32Array.from({ length: count * width }, (_, i) => (i % 31) - 15);
const table = updates.slice(0, rows * width);

const proofs: Readonly<Record<Form, Proof>> = {
  gather: {
    what: 'GatherV2',
    given: { table: hostTensor(table, [rows, width]), indices: hostTensor(indices, [2, count / 2], 'int32') },
    build: (ops, { table, indices }) => ops.gather(table!, indices!),
    expected: Float32Array.from(updates, (_, i) => table[indices[Math.floor(i / width)]! * width + (i % width)]!),
  },
  scatterAdd: {
    what: 'UnsortedSegmentSum',
    given: { indices: hostTensor(indices, [count], 'int32'), updates: hostTensor(updates, [count, width]) },
    build: (ops, { indices, updates }) => ops.scatterAdd(indices!, updates!, rows),
    expected: scattered(),
  },
  selectIndices: {
    what: 'TopKV2',
    given: { logits: hostTensor(logits, [1, count]) },
    build: (ops, { logits }) => ops.selectIndices(logits!, k),
    expected: selected(),
  },
};

/**
 * Runs each form where it is known what it must give.
 * @param withForm makes a backend that has this form alone
 * @param warn told of each that fails, which is then computed as on other backends of tfjs
 * @returns those that may be used
 */
export async function provenForms(
  withForm: (form: Form) => Promise<Backend>,
  warn: (message: string) => void,
): Promise<ReadonlySet<Form>> {
  const proven = new Set<Form>();
  for (const form of forms) {
    const { what, given, build, expected } = proofs[form];
    const backend = await withForm(form);
    try {
      const program = await backend.compile(trace((ops, inputs) => ({ y: build(ops, inputs) }), { inputs: given }));
      try {
        const { y } = await program.run(given);
        const { data } = await y!.read();
        y!.dispose();
        const wrong = data.findIndex((value: number, i: number) => value !== expected[i]);
        if (wrong >= 0) throw new Error(`expected ${expected[wrong]} at ${wrong}, got ${data[wrong]}`);
        proven.add(form);
      } finally {
        await program.dispose();
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      warn(`${backend.name}: ${form} in a slower form, since ${what} fails: ${reason}`);
    } finally {
      await backend.dispose();
    }
  }
  return proven;
}

function scattered(): Float32Array {
  const sums = new Float32Array(rows * width);
  updates.forEach((value, i) => {
    sums[indices[Math.floor(i / width)]! * width + (i % width)]! += value;
  });
  return sums;
}

/** By the selection rule: logit descending, NaN last, ties to the lower position; positions ascending. */
function selected(): number[] {
  const key = (i: number) => (Number.isNaN(logits[i]) ? -1e300 : Math.max(logits[i]!, -1e299));
  const ranked = Array.from(logits.keys()).sort((a, b) => (key(b) === key(a) ? a - b : key(b) > key(a) ? 1 : -1));
  return ranked.slice(0, k).sort((a, b) => a - b);
}
