import {
  type AttentionConfig,
  attendDropping,
  attentionLayer,
  type Backend,
  type HostTensor,
  headGroups,
  type Named,
  type Program,
  type TensorOps,
  type TensorType,
  trace,
} from '@mosa-js/core';
import { forward, type LanguageModelConfig, type ModelState, weightTypes } from '@mosa-js/lm';

/** What one head makes of the sequence that is looked at. */
export interface HeadRow {
  readonly layer: number;
  readonly kind: 'dense' | 'mosa';
  /** Its number among those of its kind in the layer, from 0. */
  readonly head: number;
  /** Positions that it takes, ascending; all of them for a dense head. */
  readonly chosen: Int32Array;
  /** Router score of every token, sigmoid(logit); none for a dense head. */
  readonly scores?: Float32Array;
  /** [N, N] for its N chosen tokens: how much the one in the row takes from the one in the column. */
  readonly attention: Float32Array;
}

/** What all heads make of a sequence. */
export interface Heads {
  /** Its first token in the text, which has `of` tokens. */
  readonly from: number;
  readonly of: number;
  /** Training steps that the model has had. */
  readonly step: number;
  /** As a reader sees them. */
  readonly tokens: readonly string[];
  readonly rows: readonly HeadRow[];
}

export interface Looker {
  /** @param tokens int32 [T] */
  look(state: Partial<ModelState>, tokens: Int32Array): Promise<readonly HeadRow[]>;
  dispose(): Promise<void>;
}

/** Parameters are inputs of its program, so that one program serves all steps of training. */
export async function createLooker(backend: Backend, config: LanguageModelConfig, length: number): Promise<Looker> {
  const groups: Group[] = [];
  const tokens: TensorType = { shape: [1, length], dtype: 'int32' };
  const build = <T>(ops: TensorOps<T>, inputs: Named<T>) => {
    groups.length = 0;
    const outputs: Record<string, T> = {};
    const attend = (x: T, attention: AttentionConfig, path: string) =>
      observed(ops, { x, attention, path, inputs }, groups, outputs);
    forward(ops, inputs.tokens!, inputs, config, { attend });
    return outputs;
  };
  const program: Program = await backend.compile(trace(build, { inputs: { tokens, ...weightTypes(config) } }));
  return {
    async look({ parameters, buffers }, ids) {
      const given: Record<string, HostTensor> = { ...parameters, ...buffers };
      const outputs = await program.run({ ...given, tokens: { ...tokens, data: ids } });
      try {
        const read = Object.entries(outputs).map(async ([name, tensor]) => [name, await tensor.read()] as const);
        const values: Record<string, HostTensor> = Object.fromEntries(await Promise.all(read));
        return groups.flatMap((group) => rowsOf(group, values, length));
      } finally {
        for (const tensor of Object.values(outputs)) tensor.dispose();
      }
    },
    dispose: () => program.dispose(),
  };
}

interface Group {
  readonly path: string;
  readonly layer: number;
  readonly kind: 'dense' | 'mosa';
  readonly heads: number;
}

interface Layer<T> {
  readonly x: T;
  readonly attention: AttentionConfig;
  readonly path: string;
  readonly inputs: Named<T>;
}

/** A layer's heads, with what they choose and how they attend among the outputs. */
function observed<T>(
  ops: TensorOps<T>,
  { x, attention, path, inputs }: Layer<T>,
  groups: Group[],
  outputs: Record<string, T>,
): T {
  const results = headGroups(attention).map(({ prefix, config }) => {
    const own = `${path}${prefix}`;
    const weights = Object.entries(inputs).flatMap(([name, value]) =>
      name.startsWith(own) ? [[name.slice(own.length), value] as const] : [],
    );
    const attend = attendDropping<T>((probabilities) => {
      outputs[`${own}attention`] = probabilities; // [E, 1, N, N]
      return probabilities;
    });
    const result = attentionLayer(ops, x, Object.fromEntries(weights), config, { attend });
    for (const name of ['logits', 'indices', 'valid'] as const)
      if (result[name] !== undefined) outputs[`${own}${name}`] = result[name];
    const kind = config.kind === 'mosa' ? 'mosa' : 'dense';
    groups.push({ path: own, layer: Number(/^layers\.(\d+)/.exec(path)![1]), kind, heads: config.heads });
    return result.y;
  });
  return results.reduce((a, b) => ops.add(a, b));
}

function rowsOf({ path, layer, kind, heads }: Group, values: Named<HostTensor>, length: number): HeadRow[] {
  const part = (name: string, head: number) => {
    const data = values[`${path}${name}`]?.data;
    return data?.subarray((head * data.length) / heads, ((head + 1) * data.length) / heads);
  };
  return Array.from({ length: heads }, (_, head) => {
    const all = part('attention', head) as Float32Array;
    if (kind === 'dense')
      return { layer, kind, head, chosen: Int32Array.from({ length }, (_, t) => t), attention: all.slice() };
    const indices = part('indices', head)!;
    const valid = part('valid', head);
    const held = Array.from(indices.keys()).filter((slot) => valid === undefined || valid[slot]);
    const N = indices.length;
    const attention = held.flatMap((query) => held.map((key) => all[query * N + key]!));
    return {
      layer,
      kind,
      head,
      chosen: Int32Array.from(held, (slot) => indices[slot]!),
      scores: Float32Array.from(part('logits', head)!, (logit) => 1 / (1 + Math.exp(-logit))),
      attention: Float32Array.from(attention),
    };
  });
}
