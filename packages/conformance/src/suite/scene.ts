import {
  type Backend,
  type DeviceTensor,
  type HostTensor,
  type Named,
  type TensorInputs,
  type TensorOps,
  type Traced,
  trace,
} from '@mosa-js/core';
import { evaluateWithBounds } from '../bounds/evaluate';
import type { Verdict } from './case';
import { firstFailure, judge } from './judge';
import { arithmeticOf } from './prepared';

type Build = (ops: TensorOps<Traced>, inputs: Named<Traced>, weights: Named<Traced>) => Record<string, Traced>;
type Run = (given?: TensorInputs) => Promise<Record<string, DeviceTensor>>;
type Outputs = (outputs: Record<string, DeviceTensor>, stage: string) => Promise<Verdict[]>;

/** A program, and what is done with it. */
export interface Scene {
  readonly inputs?: Named<HostTensor>;
  readonly weights?: Named<HostTensor>;
  /** How the weights are handed over, where not as they are. */
  given?(weights: Named<HostTensor>): TensorInputs;
  readonly build: Build;
  /** The same outputs where what must come out cannot be told from the names. Default: as `build`. */
  readonly truth?: Pick<Scene, 'inputs' | 'weights' | 'build'>;
  /** Outputs that `read` was given are disposed of, and must be right. Default: one run. */
  act?(run: Run, read: Outputs, dispose: () => Promise<void>): Promise<Verdict[]>;
}

function truthOf({ inputs = {}, weights = {}, build }: Pick<Scene, 'inputs' | 'weights' | 'build'>, backend: Backend) {
  return evaluateWithBounds(trace(build, { inputs, weights }), { ...inputs, ...weights }, arithmeticOf(backend));
}

/** Compiles it, lets it act, and disposes of it. */
export async function play(backend: Backend, scene: Scene): Promise<Verdict> {
  const { inputs = {}, weights = {}, build } = scene;
  const graph = trace(build, { inputs, weights });
  const expected = truthOf(scene.truth ?? scene, backend);
  const program = await backend.compile(graph, { weights: scene.given?.(weights) ?? weights });
  const made: DeviceTensor[] = [];
  const run: Run = async (given = inputs) => {
    const outputs = await program.run(given);
    made.push(...Object.values(outputs));
    return outputs;
  };
  const read: Outputs = async (outputs, stage) => {
    const verdicts: Verdict[] = [];
    for (const [name, tensor] of Object.entries(outputs)) {
      verdicts.push(judge(await tensor.read(), expected[name]!, `${stage}: ${name}`));
      tensor.dispose(); // before the next is read: each is its own
    }
    return verdicts;
  };
  const act = scene.act ?? (async (run) => read(await run(), 'outputs'));
  try {
    return firstFailure(await act(run, read, () => program.dispose()));
  } finally {
    for (const tensor of made) tensor.dispose();
    await program.dispose();
  }
}
