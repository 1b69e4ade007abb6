import {
  type Backend,
  type DeviceTensor,
  type Graph,
  type HostTensor,
  MosaError,
  type StorageFormat,
} from '@mosa-js/core';
import { bytesOf, makeResident, ownTensor, show, showType } from '@mosa-js/core/adapter';
import { checkLanguageModelConfig, type LanguageModelConfig } from '../config';
import { checkTokens } from '../data/check-tokens';
import { weightTypes } from '../language-model';
import { pause } from '../training/pause';
import type { DecodableState, Decoder, DecoderOptions, DecoderSnapshot } from './decoder';
import {
  countNames,
  decoderGraph,
  decoderNames,
  decoderStateTypes,
  emptyDecoderState,
  pairStorage,
} from './decoder-graph';
import { createDraws } from './device-draws';
import { noToken } from './draw-graph';
import { identityOf, ownSnapshot } from './identity';
import { ownDraws } from './own-draws';
import { checkThresholds, lengthsOf, ownDecoderOptions, stepTokens } from './own-options';
import { causalGroups, type HeadStats, oddity, shareOf } from './stats';

/**
 * Puts a model on a backend to continue sequences token by token. Its heads must not look ahead: causal MoSA, dense, fixed, and
 * local with a window. Streamed logits are those of the whole sequence at once (`createLanguageModel`).
 * @param state from `initModel`, `calibrateThresholds`, or the state of a checkpoint
 * @throws MosaError `config` for sizes, or for heads that look ahead; `weight`; before any device work. `unsupported` for a storage
 *   that the backend has not, of weights or of caches, `data` for a finite weight beyond it
 * @example
 * ```js
 * import { createDecoder, initModel } from '@mosa-js/lm';
 * import { createReferenceBackend } from '@mosa-js/reference';
 *
 * const attention = { kind: 'mosa', dModel: 16, dHead: 8, heads: 4, sparsity: 4, selection: { rule: 'causal', capacity: 8 } };
 * const config = { vocabularySize: 32, dModel: 16, layers: 2, attention };
 * const decoder = await createDecoder(createReferenceBackend(), config, initModel(config, 1), { positions: 128 });
 * const logits = await decoder.step([5]);
 * console.log(logits.shape, decoder.position[0], decoder.cacheBytes); // [1, 32] 1 4672
 * logits.dispose();
 * await decoder.dispose();
 * ```
 */
export async function createDecoder(
  backend: Backend,
  given: LanguageModelConfig,
  { parameters, buffers }: DecodableState,
  options: DecoderOptions,
): Promise<Decoder> {
  checkLanguageModelConfig(given);
  const config = structuredClone(given); // as it is now, whatever becomes of it
  const { batch, positions, capacity, chunk, storage, cacheStorage, warn } = ownDecoderOptions(options);
  const size = { batch, positions, ...(capacity === undefined ? {} : { capacity }) };
  const types = decoderStateTypes(config, size);
  const weights: Record<string, HostTensor> = { ...parameters, ...buffers };
  for (const [name, type] of Object.entries(weightTypes(config))) {
    if (!weights[name]) throw new MosaError('weight', `weight ${name}`, showType(type), 'nothing');
    if (name.endsWith('.router.threshold')) checkThresholds(name, weights[name]);
  }
  const identity = identityOf(config, { ...size, ...heldOtherwise({ storage, cacheStorage }) }, weights);
  const stored = cacheStorage === 'float32' ? undefined : pairStorage(types, cacheStorage);
  const carry = Object.fromEntries(Object.keys(types).map((name) => [name, `next/${name}`]));
  const initial = emptyDecoderState(config, size);

  const made: { dispose(): unknown }[] = [];
  const disposeAll = async () => {
    for (const one of made.splice(0).reverse()) await one.dispose();
  };
  const build = async () => {
    const resident = await makeResident(backend, weights, storage);
    made.push({ dispose: resident.free });
    const state = await backend.createState(types, { initial, storage: stored });
    made.push(state);
    const compile = (graph: Graph) => backend.compile(graph, { weights: resident.tensors, carry, state });
    const stepsOf = async (length: number) => {
      const program = await compile(decoderGraph(config, size, length));
      made.push(program);
      return program;
    };
    const one = await stepsOf(1);
    const draws = createDraws(config, size, compile);
    made.push(draws);
    return { state, draws, one, many: chunk === 1 ? one : await stepsOf(chunk) };
  };
  const { state, draws, one, many } = await build().catch(async (error) => {
    await disposeAll();
    throw error;
  });

  let position = new Int32Array(batch);
  let busy: string | undefined;
  let disposed = false;
  const warned = new Set<string>();
  const groups = causalGroups(config);

  /** One call at a time: what comes next depends on what is under way. */
  async function alone<R>(where: string, task: () => Promise<R>): Promise<R> {
    if (disposed) throw new MosaError('disposed', where, 'a decoder in use', 'a decoder after dispose()');
    if (busy) throw new MosaError('input', where, 'one call at a time', `a call while ${busy} is under way`);
    busy = where;
    try {
      return await task();
    } finally {
      busy = undefined;
    }
  }

  function checkRoom(where: string, lengths: ArrayLike<number>): void {
    for (let b = 0; b < batch; b++) {
      if (position[b]! + lengths[b]! <= positions) continue;
      const actual = `${position[b]} and ${lengths[b]} more in row ${b}`;
      throw new MosaError('input', where, `at most ${positions} positions, as the decoder was made for`, actual);
    }
  }

  async function advance(program: typeof one, tokens: Int32Array, lengths: Int32Array): Promise<DeviceTensor> {
    const { logits } = await program.run({
      tokens: { shape: [batch, tokens.length / batch], dtype: 'int32', data: tokens },
      lengths: { shape: [batch], dtype: 'int32', data: lengths },
    });
    position = position.map((at, b) => at + lengths[b]!);
    return logits!;
  }

  async function statsNow(): Promise<HeadStats[]> {
    const tokens = position.reduce((a, b) => a + b, 0);
    const all: HeadStats[] = [];
    for (const { layer, group, path, config: heads } of groups) {
      const read = async (name: string) => (await state.read(`count/${path}${name}`)).data;
      const [processed, evicted, dropped] = [
        await read(countNames[0]),
        await read(countNames[1]),
        await read(countNames[2]),
      ];
      const share = shareOf(heads, positions);
      for (let head = 0; head < heads.heads; head++) {
        const counts = { processed: processed[head]!, evicted: evicted[head]!, dropped: dropped[head]! };
        all.push({ layer, group, head, tokens, ...counts, share });
      }
    }
    for (const head of all) {
      const message = oddity(head);
      const key = `${head.layer} ${head.group} ${head.head}`;
      if (message === undefined || warned.has(key)) continue;
      warned.add(key);
      warn(message);
    }
    return all;
  }

  return {
    config,
    batch,
    positions,
    get position() {
      return position.slice();
    },
    cacheBytes: Object.entries(types).reduce(
      (sum, [name, type]) => sum + (name.startsWith('cache/') ? bytesOf(type) / (stored?.[name] ? 2 : 1) : 0),
      0,
    ),
    async prefill(tokens, { lengths: wanted, signal } = {}) {
      const own = ownTensor(tokens, 'prefill tokens');
      const [B, P] = own.shape;
      if (own.shape.length !== 2 || B !== batch || P === 0 || own.dtype !== 'int32')
        throw new MosaError('shape', 'prefill tokens', `int32 [${batch}, P]`, showType(own));
      const lengths = lengthsOf(wanted, batch, P!);
      for (let b = 0; b < batch; b++)
        checkTokens(own.data.slice(b * P!, b * P! + lengths[b]!), config.vocabularySize, `prefill tokens, row ${b}`);
      return alone('prefill', async () => {
        checkRoom('prefill', lengths);
        let logits: DeviceTensor | undefined;
        const longest = Math.max(...lengths);
        for (let from = 0; from < longest; ) {
          if (signal?.aborted) {
            logits?.dispose();
            throw signal.reason;
          }
          const rest = longest - from;
          const program = rest === 1 ? one : many;
          const length = rest === 1 ? 1 : chunk;
          const ids = new Int32Array(batch * length);
          const counts = lengths.map((all) => Math.min(Math.max(all - from, 0), length));
          for (let b = 0; b < batch; b++)
            ids.set((own.data as Int32Array).subarray(b * P! + from, b * P! + from + counts[b]!), b * length);
          logits?.dispose();
          logits = undefined;
          logits = await advance(program, ids, counts);
          from += length;
          if (from < longest) await pause();
        }
        return logits!;
      });
    },
    async step(tokens, { active } = {}) {
      const ids = stepTokens(tokens, batch);
      if (active !== undefined && active.length !== batch)
        throw new MosaError('shape', 'step active', `${batch} entries`, String(active.length));
      const counts = Int32Array.from({ length: batch }, (_, b) => Number(active?.[b] ?? true));
      checkTokens(
        ids.filter((_, b) => counts[b] === 1),
        config.vocabularySize,
        'step tokens',
      );
      return alone('step', async () => {
        checkRoom('step', counts);
        return advance(
          one,
          ids.map((id, b) => (counts[b] ? id : 0)),
          counts,
        );
      });
    },
    drawsOnDevice: backend.capabilities.fused.includes('drawToken'),
    async draw(request) {
      const own = ownDraws(request, batch, config);
      return alone('draw', async () => {
        checkRoom('draw', own.most);
        const row = own.tokens.findIndex((id, b) => id === noToken.none && position[b] === 0);
        if (row >= 0)
          throw new MosaError('input', 'draw', 'a token before it, or one to take in', `none in row ${row}`);
        return draws.draw(own, (lengths) => {
          position = position.map((at, b) => at + lengths[b]!);
        });
      });
    },
    stats: () => alone('stats', statsNow),
    reset: () =>
      alone('reset', async () => {
        await state.reset();
        position = new Int32Array(batch);
      }),
    snapshot: () =>
      alone('snapshot', async () => {
        const tensors: Record<string, HostTensor> = {};
        for (const name of Object.keys(types)) tensors[name] = await state.read(name);
        return { identity, tensors };
      }),
    restore: (snapshot: DecoderSnapshot) =>
      alone('restore', async () => {
        if (snapshot?.identity !== identity) {
          const expected = 'a snapshot of this model, with its batch, positions and capacity';
          throw new MosaError(
            'config',
            'restore',
            expected,
            snapshot?.identity === undefined ? show(snapshot) : 'another',
          );
        }
        const next = ownSnapshot(snapshot, types, positions);
        await state.replace(next);
        position = Int32Array.from(next[decoderNames.position]!.data);
      }),
    async dispose() {
      if (disposed) return;
      disposed = true;
      await disposeAll();
    },
  };
}

/** What of a decoder is not held in float32, which tells it from others. */
function heldOtherwise(storage: Readonly<Record<'storage' | 'cacheStorage', StorageFormat>>) {
  return Object.fromEntries(Object.entries(storage).filter(([, format]) => format !== 'float32'));
}
