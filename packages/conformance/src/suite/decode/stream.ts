import {
  type AttentionConfig,
  attentionStep,
  type Backend,
  cacheTypes,
  type DeviceTensor,
  emptyCache,
  type Graph,
  type HostTensor,
  type Named,
  range,
  type TensorType,
  trace,
  weightShapes,
} from '@mosa-js/core';

const h = 8;
const B = 2;
const counted = ['processed', 'evicted', 'dropped'] as const;

/** What came of two sequences, token after token. */
export interface Streamed {
  /** float32 [2, T, 8]: 0 after a sequence's end. */
  readonly y: HostTensor;
  /** Results for what was no token: all must be 0. */
  readonly padding: readonly number[];
  /** By the prefix of each group of causal heads: its processed, evicted and dropped tokens, [3, E]. */
  readonly counts: Readonly<Record<string, number[]>>;
}

/** A program for `chunk` tokens of each of two sequences, whose caches are outputs and inputs of the same names. */
export function stepGraph(config: AttentionConfig, chunk: number, positions: number): Graph {
  const float = (shape: readonly number[]): TensorType => ({ shape, dtype: 'float32' });
  const int = (shape: readonly number[]): TensorType => ({ shape, dtype: 'int32' });
  return trace(
    (ops, { x, start, lengths, ...cache }, weights) => {
      const valid = ops.greater(ops.reshape(lengths!, [B, 1]), range(ops, chunk));
      const place = { start: start!, lengths: lengths!, valid, positions };
      const step = attentionStep(ops, x!, weights, config, cache, place);
      const counts = Object.entries(step.counts).map(([prefix, of]) => [
        `counts ${prefix}`,
        ops.concat(
          counted.map((name) => of[name]),
          0,
        ),
      ]);
      return { y: step.y, ...Object.fromEntries(counts), ...step.cache };
    },
    {
      inputs: {
        x: float([B, chunk, h]),
        start: int([B]),
        lengths: int([B]),
        ...cacheTypes(config, { batch: B, positions }),
      },
      weights: Object.fromEntries(Object.entries(weightShapes(config)).map(([name, shape]) => [name, float(shape)])),
    },
  );
}

/**
 * Streams sequences of each of `all`, one after another, from empty caches, which otherwise stay on the device. The sequences
 * of a batch advance by different counts: the second takes none, a few or as many as the first.
 */
export async function streamAll(
  backend: Backend,
  graph: Graph,
  config: AttentionConfig,
  weights: Named<HostTensor>,
  all: readonly HostTensor[],
  lengths: readonly [number, number],
): Promise<Streamed[]> {
  const program = await backend.compile(graph, { weights });
  try {
    const results: Streamed[] = [];
    for (const x of all) results.push(await stream((inputs) => program.run(inputs), graph, config, x, lengths));
    return results;
  } finally {
    await program.dispose();
  }
}

type Run = (inputs: Named<HostTensor | DeviceTensor>) => Promise<Record<string, DeviceTensor>>;

async function stream(
  run: Run,
  graph: Graph,
  config: AttentionConfig,
  x: HostTensor,
  lengths: readonly [number, number],
): Promise<Streamed> {
  const T = x.shape[1]!;
  const chunk = graph.nodes[graph.outputs.y!]!.type.shape[1]!;
  const y = new Float64Array(B * T * h);
  const padding: number[] = [];
  const counts: Record<string, number[]> = {};
  const at = [0, 0];
  let cache: Named<HostTensor | DeviceTensor> = emptyCache(config, { batch: B, positions: T });
  const freed = (tensors: Named<HostTensor | DeviceTensor>) => {
    for (const tensor of Object.values(tensors)) if ('dispose' in tensor) tensor.dispose();
  };
  try {
    for (let turn = 0; at.some((done, b) => done < lengths[b]!); turn++) {
      const most = [chunk, [Math.ceil(chunk / 2), 0, chunk][turn % 3]!];
      const now = at.map((done, b) => Math.min(most[b]!, lengths[b]! - done));
      const outputs = await run({ ...tokensAt(x, at, now, chunk), ...cache });
      const { y: rows, ...next } = outputs;
      freed(cache);
      cache = next;
      const read = await rows!.read().finally(() => rows!.dispose());
      for (const [i, value] of read.data.entries()) {
        const [b, j] = [Math.floor(i / (chunk * h)), Math.floor(i / h) % chunk];
        if (j < now[b]!) y[(b * T + at[b]! + j) * h + (i % h)] = value;
        else padding.push(value);
      }
      for (const name of Object.keys(next).filter((output) => output.startsWith('counts '))) {
        const { data } = await next[name]!.read();
        const prefix = name.slice('counts '.length);
        counts[prefix] = Array.from(data, (count: number, i: number) => count + (counts[prefix]?.[i] ?? 0));
      }
      for (const [b, count] of now.entries()) at[b]! += count;
      cache = Object.fromEntries(Object.entries(next).filter(([name]) => !name.startsWith('counts ')));
      freed(Object.fromEntries(Object.entries(next).filter(([name]) => name.startsWith('counts '))));
    }
  } finally {
    freed(cache);
  }
  return { y: { shape: [B, T, h], dtype: 'float32', data: y }, padding, counts };
}

/** The next tokens of each sequence; what is none is NaN, which must reach nothing. */
export function tokensAt(
  x: HostTensor,
  at: readonly number[],
  now: readonly number[],
  chunk: number,
): Named<HostTensor> {
  const T = x.shape[1]!;
  const data = new Float32Array(B * chunk * h).fill(Number.NaN);
  for (const [b, count] of now.entries()) {
    const from = (b * T + at[b]!) * h;
    data.set(x.data.slice(from, from + count * h), b * chunk * h);
  }
  return {
    x: { shape: [B, chunk, h], dtype: 'float32', data },
    start: { shape: [B], dtype: 'int32', data: Int32Array.from(at) },
    lengths: { shape: [B], dtype: 'int32', data: Int32Array.from(now) },
  };
}
