import {
  type Backend,
  type Graph,
  type HostTensor,
  type Named,
  type TensorOps,
  type Traced,
  trace,
} from '@mosa-js/core';
import { unfused } from '@mosa-js/core/adapter';
import type { Bounded } from '../bounds/bounded';
import type { ConformanceCase, Verdict } from './case';
import { firstFailure, judge } from './judge';
import { opsOf, prepare } from './prepared';
import { runGraph } from './run-graph';

export type Tensors = Named<HostTensor>;
export type Build = (ops: TensorOps<Traced>, inputs: Named<Traced>) => Traced | Record<string, Traced>;

export interface GraphCaseOptions {
  /** Also op by op, fused ops by their decomposition; 'fused': where the backend has a kernel of one of these. Default false. */
  readonly alone?: boolean | 'fused';
  /** Too large for a GPU in software, where it is skipped: for sizes that only a large case reaches. Default false. */
  readonly large?: boolean;
  /** Name of the stage where there is one result. Default 'value'. */
  readonly stage?: string;
}

/** A case of one graph, with what it is made of. */
export interface GraphCase extends ConformanceCase {
  readonly options: GraphCaseOptions;
  tensors(): Tensors;
  readonly build: Build;
}

/** A case that builds results from host tensors and is judged element by element. */
export function graphCase(
  id: string,
  tensors: Tensors | (() => Tensors),
  build: Build,
  options: GraphCaseOptions = {},
): GraphCase {
  const { alone = false, large = false, stage = 'value' } = options;
  const make = typeof tensors === 'function' ? tensors : () => tensors;
  const prepared = prepare(() => {
    const given = make();
    return { tensors: given, graph: trace((ops, inputs) => named(build(ops, inputs), stage), { inputs: given }) };
  });
  return {
    id,
    options,
    tensors: make,
    build,
    ops: () => opsOf(prepared.graph),
    async run(backend) {
      if (large && isSoftware(backend)) return tooLargeForSoftware;
      const { graph, tensors } = prepared;
      const expected = prepared.expected(backend);
      const unsupported = beyondIntegers(backend, tensors, expected);
      if (unsupported) return unsupported;
      const verdicts = await judgeAll(backend, graph, tensors, expected, false);
      if (
        !alone ||
        !isAnotherWay(backend, graph, alone === 'fused') ||
        verdicts.some(({ status }) => status !== 'pass')
      )
        return firstFailure(verdicts);
      return firstFailure([...verdicts, ...(await judgeAll(backend, graph, tensors, expected, true))]);
    },
  };
}

/** The same case, skipped on a GPU in software. */
export function large({ id, tensors, build, options }: GraphCase): GraphCase {
  return graphCase(id, tensors, build, { ...options, large: true });
}

/** Whether a backend runs a graph op by op in another way than as it is: by kernels of fused ops, or ops in groups. */
function isAnotherWay(
  { capabilities: { fused, elementwise } }: Backend,
  { nodes }: Graph,
  onlyFused: boolean,
): boolean {
  return (elementwise !== undefined && !onlyFused) || nodes.some(({ op }) => (fused as readonly string[]).includes(op));
}

/** Up to the first that fails, which decides. */
async function judgeAll(
  backend: Backend,
  graph: Graph,
  tensors: Tensors,
  expected: Named<Bounded>,
  opByOp: boolean,
): Promise<Verdict[]> {
  const actual = await runGraph(backend, opByOp ? unfused(graph) : graph, tensors);
  const verdicts: Verdict[] = [];
  for (const [name, wanted] of Object.entries(expected)) {
    const verdict = judge(actual[name], wanted, opByOp ? `${name} (op by op)` : name);
    verdicts.push(verdict);
    if (verdict.status !== 'pass') break;
  }
  return verdicts;
}

/** Results by name, of a function that gives one or several. */
export function named(built: Traced | Record<string, Traced>, stage: string): Record<string, Traced> {
  return 'node' in built && 'trace' in built ? { [stage]: built as Traced } : (built as Record<string, Traced>);
}

/** Of a case that must then run on a real GPU, as on every CPU. */
export const tooLargeForSoftware: Verdict = { status: 'skip', reason: 'too large for a GPU in software' };

/** Whether the CPU does the work of what is called a GPU. */
export function isSoftware({ device }: Pick<Backend, 'device'>): boolean {
  return device.includes('(software)');
}

/** The verdict on a case with integers, given or expected, that a backend cannot hold; undefined where it can. */
export function beyondIntegers(
  { capabilities: { integerBits } }: Backend,
  given: Tensors,
  expected: Named<Bounded>,
): Verdict | undefined {
  if (integerBits >= 31) return undefined; // all of int32, so no need to look
  const tensors = [...Object.values(given), ...Object.values(expected).map(({ value }) => value)];
  const isBeyond = ({ dtype, data }: Pick<HostTensor, 'dtype' | 'data'>) =>
    dtype === 'int32' && data.some((value: number) => Math.abs(value) > 2 ** integerBits);
  if (!tensors.some(isBeyond)) return undefined;
  return { status: 'unsupported', reason: `integers are exact up to 2^${integerBits} only` };
}
