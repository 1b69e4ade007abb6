import { type Backend, type DeviceTensor, type HostTensor, hostTensor, type Named, trace } from '@mosa-js/core';
import { type BatchSize, evaluationWindows, forward, type LanguageModelConfig, weightTypes } from '@mosa-js/lm';

/** What the MoSA heads of a layer take. */
export interface LayerTaken {
  readonly layer: number;
  /** Share of tokens that a head takes, and the least and the most of a head. */
  readonly taken: number;
  readonly least: number;
  readonly most: number;
  /** Share of the tokens taken in the first half of a sequence that are not taken when the second half is another. */
  readonly flips: number;
}

/** Positions that each head takes in each sequence, by group: [E·B] sets. */
type Chosen = ReadonlyMap<string, readonly ReadonlySet<number>[]>;

/**
 * What heads take of some sequences of a text, and how much of that depends on what comes later: the second half of each sequence
 * is replaced by that of another.
 */
export async function takenByLayers(
  backend: Backend,
  config: LanguageModelConfig,
  weights: Named<HostTensor>,
  tokens: Int32Array,
  { batch, length, windows }: BatchSize & { readonly windows: number },
): Promise<LayerTaken[]> {
  const { starts, half } = { starts: evaluationWindows(tokens, length, windows), half: Math.floor(length / 2) };
  const rows = starts.map(({ start }) => tokens.slice(start, start + length));
  const changed = rows.map((row, i) => {
    const other = i + 1 < rows.length ? rows[i + 1]! : rows[0] === row ? row.slice().reverse() : rows[0]!;
    const copy = row.slice();
    copy.set(other.subarray(half), half);
    return copy;
  });
  const graph = trace(
    (ops, { tokens }, weights) => {
      const { groups } = forward(ops, tokens!, weights, { ...config, dropout: 0 });
      return Object.fromEntries(
        groups.flatMap(({ prefix, indices, valid }) => [
          ...(indices ? [[`${prefix}indices`, indices] as const] : []),
          ...(valid ? [[`${prefix}valid`, valid] as const] : []),
        ]),
      );
    },
    { inputs: { tokens: { shape: [batch, length], dtype: 'int32' } }, weights: weightTypes(config) },
  );
  const program = await backend.compile(graph, { weights });
  try {
    const chosen = async (rows: readonly Int32Array[]): Promise<Chosen> => {
      const all = new Map<string, ReadonlySet<number>[]>();
      for (let from = 0; from < rows.length; from += batch) {
        const part = rows.slice(from, from + batch);
        const given = new Int32Array(batch * length);
        part.forEach((row, i) => {
          given.set(row, i * length);
        });
        const results = await readAll(await program.run({ tokens: hostTensor(given, [batch, length], 'int32') }));
        for (const [path, sets] of positions(results, part.length)) all.set(path, [...(all.get(path) ?? []), ...sets]);
      }
      return all;
    };
    return compare(await chosen(rows), await chosen(changed), { rows: rows.length, length, half, batch });
  } finally {
    await program.dispose();
  }
}

async function readAll(outputs: Record<string, DeviceTensor>): Promise<Record<string, HostTensor>> {
  try {
    const read = Object.entries(outputs).map(async ([name, tensor]) => [name, await tensor.read()] as const);
    return Object.fromEntries(await Promise.all(read));
  } finally {
    for (const tensor of Object.values(outputs)) tensor.dispose();
  }
}

/** @param count rows of the batch that are sequences; sets come head by head */
function positions(results: Named<HostTensor>, count: number): Map<string, Set<number>[]> {
  const found = new Map<string, Set<number>[]>();
  for (const [name, { shape, data }] of Object.entries(results)) {
    if (!name.endsWith('indices')) continue;
    const path = name.slice(0, -'indices'.length);
    const valid = results[`${path}valid`]?.data;
    const [E, B, N] = shape as [number, number, number];
    const sets: Set<number>[] = [];
    for (let e = 0; e < E; e++)
      for (let b = 0; b < count; b++) {
        const set = new Set<number>();
        for (let at = (e * B + b) * N, end = at + N; at < end; at++) if (!valid || valid[at]) set.add(data[at]!);
        sets.push(set);
      }
    found.set(path, sets);
  }
  return found;
}

function compare(
  before: Chosen,
  after: Chosen,
  {
    rows,
    length,
    half,
    batch,
  }: { readonly rows: number; readonly length: number; readonly half: number; readonly batch: number },
): LayerTaken[] {
  return [...before].map(([path, sets]) => {
    const heads = sets.length / rows;
    const shares = new Array<number>(heads).fill(0);
    let early = 0;
    let lost = 0;
    const other = after.get(path)!;
    sets.forEach((set, i) => {
      shares[headOf(i, heads, rows, batch)]! += set.size / (rows * length);
      for (const position of set) {
        if (position >= half) continue;
        early += 1;
        if (!other[i]!.has(position)) lost += 1;
      }
    });
    const layer = Number(path.split('.')[1]);
    const taken = shares.reduce((sum, share) => sum + share, 0) / heads;
    const [least, most] = [Math.min(...shares), Math.max(...shares)];
    return { layer, taken, least, most, flips: early === 0 ? 0 : lost / early };
  });
}

/** Sets come batch by batch, in each head by head. */
function headOf(index: number, heads: number, rows: number, batch: number): number {
  const from = Math.floor(index / (heads * batch)) * batch;
  const size = Math.min(batch, rows - from);
  return Math.floor((index - from * heads) / size);
}
