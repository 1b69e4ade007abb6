import { type Backend, cacheTypes, emptyCache, type HostTensor, type Named } from '@mosa-js/core';
import type { HalfFormat } from '@mosa-js/core/adapter';
import { evaluateCarried } from '../../bounds/evaluate';
import { leavingNothing } from '../carry/counter';
import type { ConformanceCase, Verdict } from '../case';
import { type DecodeSpec, decodeSpecs, decodeWeights, wholeTokens } from '../decode/specs';
import { stepGraph, tokensAt } from '../decode/stream';
import { judge, judgeExactly } from '../judge';
import { arithmeticOf, lazily, opsOf } from '../prepared';
import { read } from '../with-program';
import { notCarried } from './rounded';

/** Layers of all heads that decode: token after token, and several at once, which a single format shows. */
export function decodedCases(format: HalfFormat): ConformanceCase[] {
  return decodeSpecs()
    .filter(({ name, chunk }) => name === 'sum' && (chunk === 1 || format === 'float16'))
    .map((spec) => decodedCase(spec, format));
}

/**
 * Keys and values in 16 bits. Each step is judged from the caches that it began with, so that no step's roundings count for the next:
 * results within the bounds of correct arithmetic on these caches, keys and values within what rounding makes of theirs, and
 * whatever decides, counts or tells places as it is in float32.
 */
function decodedCase(spec: DecodeSpec, format: HalfFormat): ConformanceCase {
  const { config, chunk } = spec;
  const T = 12;
  const prepared = lazily(() => ({
    weights: decodeWeights(spec),
    graph: stepGraph(config, chunk, T),
    x: wholeTokens(T, 21),
  }));
  const size = { batch: 2, positions: T };
  const types = cacheTypes(config, size);
  const formats: Named<HalfFormat> = Object.fromEntries(
    Object.keys(types).flatMap((name) => (/(keys|values)$/.test(name) ? [[name, format]] : [])),
  );
  const carry = Object.fromEntries(Object.keys(types).map((name) => [name, name]));

  async function judgeSteps(backend: Backend): Promise<Verdict[]> {
    const { weights, graph, x } = prepared();
    const verdicts: Verdict[] = [];
    const state = await backend.createState(types, { initial: emptyCache(config, size), storage: formats });
    const program = await backend.compile(graph, { weights, state, carry });
    try {
      const at = [0, 0];
      for (let turn = 0; at.some((done) => done < T); turn++) {
        const now = [chunk, [Math.ceil(chunk / 2), 0, chunk][turn % 3]!].map((most, b) => Math.min(most, T - at[b]!));
        const inputs = tokensAt(x, at, now, chunk);
        const before: Record<string, HostTensor> = {};
        for (const name of Object.keys(types)) before[name] = await state.read(name);
        const wanted = evaluateCarried(graph, { ...inputs, ...weights, ...before }, arithmeticOf(backend), {
          carry,
          formats,
        });
        const outputs = await program.run(inputs);
        for (const [name, tensor] of Object.entries(outputs))
          verdicts.push(judge(await read(tensor), wanted[name]!, `${name} of turn ${turn}`));
        for (const [name, { dtype }] of Object.entries(types)) {
          const [actual, { value }] = [await state.read(name), wanted[name]!];
          const stage = `${name} after turn ${turn}`;
          verdicts.push(dtype === 'float32' ? judge(actual, wanted[name]!, stage) : judgeExactly(actual, value, stage));
        }
        for (const [b, count] of now.entries()) at[b]! += count;
      }
      return verdicts;
    } finally {
      await program.dispose();
      await state.dispose();
    }
  }

  return {
    id: `storage/${format}/carried-decode:chunk=${chunk}`,
    ops: () => opsOf(prepared().graph),
    run: async (backend) => notCarried(backend, format) ?? leavingNothing(backend, () => judgeSteps(backend)),
  };
}
