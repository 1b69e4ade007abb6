import {
  type Backend,
  constantScalar,
  type Graph,
  type HostTensor,
  type TensorInputs,
  type TensorOps,
  type Traced,
} from '@mosa-js/core';
import { Tracer } from '@mosa-js/core/adapter';
import { modelLayout, type OptimizerConfig, stateNames, stepNumbers } from '@mosa-js/core/training';
import type { TrainSpec } from '../../src/suite/train/spec';

type Mistake = (typeof mistakes)[number];

/** `none` is AdamW as it should be. */
export const mistakes = [
  'none',
  'no bias correction',
  'bias of the first moment alone corrected',
  'vectors decay, too',
  'decay is part of the gradient',
  'decay after the update',
  'epsilon inside the root',
  'epsilon left out',
  'each element clipped',
  'never clipped',
  'clipped up as well as down',
  'betas swapped',
  'second moment of the gradient before clipping',
  'second moment of absolute values',
  'norm of the parameters',
  'first moment ignored',
  'moments swapped',
  'first moment not kept',
  'second moment not kept',
] as const;

interface Vectors {
  readonly parameters: Traced;
  readonly first: Traced;
  readonly second: Traced;
}

/** AdamW written a second time, with one mistake. */
function wrongAdamW(
  ops: TensorOps<Traced>,
  old: Vectors,
  gradient: Traced,
  numbers: Traced,
  { model, optimizer }: Pick<TrainSpec, 'model' | 'optimizer'>,
  mistake: Mistake,
): Vectors & { readonly norm: Traced } {
  const { epsilon = 1e-8, weightDecay = 0, clip } = optimizer;
  const { size, matrices } = modelLayout(model).parameters;
  const betas = [optimizer.beta1 ?? 0.9, optimizer.beta2 ?? 0.999] as const;
  const [beta1, beta2] = mistake === 'betas swapped' ? [betas[1], betas[0]] : betas;
  const scalar = (value: number) => constantScalar(ops, value);
  const number = (at: number) => ops.reshape(ops.slice(numbers, [at], [1]), []);
  const rate = number(0);
  const one = scalar(1);
  const correction1 = mistake === 'no bias correction' ? one : number(1);
  const correction2 = mistake === 'no bias correction' || mistake.startsWith('bias of') ? one : number(2);
  const share = Float32Array.from({ length: size }, (_, i) =>
    i < matrices || mistake === 'vectors decay, too' ? weightDecay : 0,
  );
  const decay = ops.constant(share, [size], 'float32');

  const measured = mistake === 'norm of the parameters' ? old.parameters : gradient;
  const norm = ops.sqrt(ops.sum(ops.mul(measured, measured), [0]));
  const coupled = mistake === 'decay is part of the gradient';
  const whole = coupled ? ops.add(gradient, ops.mul(decay, old.parameters)) : gradient;
  const limited = (limit: Traced) => {
    if (mistake === 'each element clipped') return ops.maximum(ops.minimum(whole, limit), ops.neg(limit));
    const length = mistake === 'clipped up as well as down' ? norm : ops.maximum(norm, limit);
    return ops.mul(whole, ops.div(limit, length));
  };
  const clipped = clip === undefined || mistake === 'never clipped' ? whole : limited(scalar(clip));
  const mean = (before: Traced, beta: number, next: Traced) =>
    ops.add(ops.mul(before, scalar(beta)), ops.mul(next, scalar(1 - beta)));
  const squared = mistake === 'second moment of the gradient before clipping' ? whole : clipped;
  const absolute = ops.maximum(squared, ops.neg(squared));
  const first = mean(old.first, beta1, clipped);
  const second = mean(old.second, beta2, mistake.endsWith('absolute values') ? absolute : ops.mul(squared, squared));
  const corrected = ops.mul(second, correction2);
  const length =
    mistake === 'epsilon inside the root'
      ? ops.sqrt(ops.add(corrected, scalar(epsilon)))
      : ops.add(ops.sqrt(corrected), scalar(mistake === 'epsilon left out' ? 0 : epsilon));
  const direction = mistake === 'first moment ignored' ? clipped : ops.mul(first, correction1);
  const update = ops.mul(ops.div(direction, length), rate);
  const kept = (x: Traced) => (coupled ? x : ops.mul(x, ops.sub(one, ops.mul(rate, decay))));
  const parameters =
    mistake === 'decay after the update'
      ? kept(ops.sub(old.parameters, update))
      : ops.sub(kept(old.parameters), update);
  if (mistake === 'moments swapped') return { parameters, first: second, second: first, norm };
  return {
    parameters,
    first: mistake === 'first moment not kept' ? old.first : first,
    second: mistake === 'second moment not kept' ? old.second : second,
    norm,
  };
}

/** A backend whose training steps make that mistake, with its own kernels. */
export function withWrongAdamW(backend: Backend, spec: TrainSpec, mistake: Mistake): Backend {
  return {
    ...backend,
    async compile(graph, options) {
      const isStep = stateNames.first in graph.outputs;
      const program = await backend.compile(isStep ? withMistake(graph, spec, mistake) : graph, options);
      return { ...program, graph };
    },
  };
}

function withMistake(graph: Graph, spec: TrainSpec, mistake: Mistake): Graph {
  const tracer = new Tracer();
  const { ops } = tracer;
  const made: Traced[] = [];
  const named: Record<string, Traced> = {};
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((id) => made[id]!);
    if (node.op !== 'placeholder') {
      made.push(tracer.copy(node, inputs));
      continue;
    }
    const placed = tracer.placeholder(node.kind, node.name, node.type);
    named[node.name] = placed;
    made.push(placed);
  }
  // The norm: √Σ g · g.
  const root = graph.nodes.find(({ op, scope, type }) => op === 'sqrt' && scope === 'optimizer' && !type.shape.length);
  const gradient = made[graph.nodes[graph.nodes[root!.inputs[0]!]!.inputs[0]!]!.inputs[0]!]!;
  const old = {
    parameters: named[stateNames.parameters]!,
    first: named[stateNames.first]!,
    second: named[stateNames.second]!,
  };
  const next = wrongAdamW(ops, old, gradient, named[stateNames.numbers]!, spec, mistake);
  const outputs = Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, made[id]!]));
  const loss = ops.slice(outputs.report!, [0], [1]);
  return tracer.finish({
    ...outputs,
    report: ops.concat([loss, ops.reshape(next.norm, [1])], 0),
    [stateNames.parameters]: next.parameters,
    [stateNames.first]: next.first,
    [stateNames.second]: next.second,
  });
}

/** A backend whose steps get something else than they were given; the first step is 1. */
export function withWrongInputs(
  backend: Backend,
  change: (inputs: TensorInputs, step: number) => TensorInputs | Promise<TensorInputs>,
): Backend {
  return {
    ...backend,
    async compile(graph, options) {
      const program = await backend.compile(graph, options);
      const isStep = stateNames.first in graph.outputs;
      let step = 0;
      return {
        ...program,
        async run(inputs) {
          step += 1;
          return program.run(isStep ? await change(inputs, step) : inputs);
        },
      };
    },
  };
}

/** Warm-up and decay of the rate a step early or late, or corrections that do not know the step. */
export const wrongNumbers: Readonly<Record<string, (config: OptimizerConfig, step: number) => Float32Array>> = {
  'the rate is one step ahead': (config, step) =>
    Float32Array.of(stepNumbers(config, step + 1)[0]!, ...stepNumbers(config, step).slice(1)),
  'the rate is one step behind': (config, step) =>
    Float32Array.of(step === 1 ? 0 : stepNumbers(config, step - 1)[0]!, ...stepNumbers(config, step).slice(1)),
  'corrections are those of the first step': (config, step) =>
    Float32Array.of(stepNumbers(config, step)[0]!, ...stepNumbers(config, 1).slice(1)),
};

export const numbersTensor = (data: Float32Array): HostTensor => ({ shape: [3], dtype: 'float32', data });
