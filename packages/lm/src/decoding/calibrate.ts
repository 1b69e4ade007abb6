import {
  type Backend,
  type CausalSelection,
  type DeviceTensor,
  type HostTensor,
  hostTensor,
  MosaError,
  selectedCount,
  trace,
} from '@mosa-js/core';
import { checkFields, makeResident, show, showType } from '@mosa-js/core/adapter';
import { selectionKeys } from '@mosa-js/core/training';
import { checkLanguageModelConfig, type LanguageModelConfig } from '../config';
import { batchOf } from '../data/batch';
import { checkTokens } from '../data/check-tokens';
import type { TokenData } from '../data/token-data';
import { evaluationWindows } from '../data/windows';
import type { ModelState } from '../init';
import { type BatchSize, weightTypes } from '../language-model';
import { forward, type GroupResult } from '../model/forward';
import { mapMosa } from '../model/map-mosa';
import { checkBatchSize, checkCount } from '../sizes';
import { pause } from '../training/pause';
import { type CausalGroup, causalGroups, shareOf } from './stats';
import { thresholdFor } from './threshold';

export interface CalibrationOptions extends BatchSize {
  /** Tokens that thresholds are taken from at most, spread over the text. Default 2^18 = 262,144. */
  readonly tokens?: number;
  /**
   * What heads of expert choice become. Default: `{ rule: 'causal', capacity: k }`, with the k that they have at `length`. Heads that
   * are causal already keep what they have.
   */
  readonly selection?: CausalSelection;
  /** Told before each layer, and before the last pass, which counts. */
  onProgress?(progress: { readonly done: number; readonly of: number }): void;
}

/** What a head takes of the text with its threshold. */
export interface CalibratedHead {
  readonly layer: number;
  readonly group: string;
  readonly head: number;
  readonly threshold: number;
  /** Share of tokens that training aimed at: 1/ρ, or k ÷ length. */
  readonly target: number;
  /** Share of tokens whose logits are above the threshold, and of those that are processed, which capacity and slots limit. */
  readonly above: number;
  readonly processed: number;
}

export interface Calibration {
  /** The model with causal heads: what `createDecoder`, `createLanguageModel` and checkpoints take. */
  readonly config: LanguageModelConfig;
  readonly state: ModelState;
  /** Tokens that were looked at. */
  readonly tokens: number;
  readonly heads: readonly CalibratedHead[];
}

const defaultTokens = 2 ** 18;

/**
 * Thresholds for weights that were trained by expert choice, so that each head takes its share of a text without looking ahead.
 * Layers are done in turn, each on what the causal layers before it give. A threshold lies between two logits of the text: all
 * of a plateau of equal logits is taken, or none of it, whichever is nearer to the share.
 * @param model configuration, with MoSA heads of either selection, and state
 * @param data a text like those the model is for; the thresholds stand for no other kind
 * @throws MosaError `config`; `data` where the text is shorter than a sequence or has ids out of range, or where logits are not finite
 * @example
 * ```js
 * import { calibrateThresholds, createDecoder, initModel } from '@mosa-js/lm';
 * import { createReferenceBackend } from '@mosa-js/reference';
 *
 * const backend = createReferenceBackend();
 * const attention = { kind: 'mosa', dModel: 16, dHead: 8, heads: 4, sparsity: 4 };
 * const config = { vocabularySize: 32, dModel: 16, layers: 1, attention };
 * const tokens = Int32Array.from({ length: 400 }, (_, i) => (i * i) % 32);
 * const model = await calibrateThresholds(backend, { config, state: initModel(config, 1) }, { tokens }, { batch: 2, length: 32 });
 * for (const { head, target, processed } of model.heads) console.log(head, target, processed);
 * const decoder = await createDecoder(backend, model.config, model.state, { positions: 64 });
 * await decoder.dispose();
 * ```
 */
export async function calibrateThresholds(
  backend: Backend,
  model: { readonly config: LanguageModelConfig; readonly state: Pick<ModelState, 'parameters'> & Partial<ModelState> },
  data: TokenData,
  options: CalibrationOptions,
): Promise<Calibration> {
  const { batch, length, most, selection, onProgress } = ownOptions(options);
  checkLanguageModelConfig(model.config);
  const config = withSelection(structuredClone(model.config), selection, length);
  const groups = causalGroups(config);
  if (groups.length === 0)
    throw new MosaError('config', 'calibrateThresholds', 'a model with MoSA heads', 'one without');
  checkTokens(data.tokens, config.vocabularySize, 'calibrateThresholds tokens');
  const tokens = data.tokens.slice(); // as they are now, whatever becomes of them
  const windows = evaluationWindows(tokens, length, Math.ceil(most / length));
  const thresholds = Object.fromEntries(
    groups.map(({ path, config: group }) => [`${path}router.threshold`, new Float32Array(group.heads)]),
  );
  const buffers = () => ({
    ...model.state.buffers,
    ...Object.fromEntries(
      Object.entries(thresholds).map(([name, values]) => [name, hostTensor(values, [values.length])]),
    ),
  });
  const given: Record<string, HostTensor> = { ...model.state.parameters, ...buffers() };
  for (const [name, type] of Object.entries(weightTypes(config)))
    if (!given[name]) throw new MosaError('weight', `weight ${name}`, showType(type), 'nothing');

  const resident = await makeResident(backend, model.state.parameters);
  /** Runs what `pick` takes of the groups' results over the text, a batch at a time: `count` windows from number `from` on. */
  const over = async (
    pick: (group: CausalGroup, result: GroupResult<unknown>) => string | undefined,
    use: (group: CausalGroup, values: HostTensor, from: number, count: number) => void,
  ) => {
    const wanted = new Map<string, CausalGroup>();
    const graph = trace(
      (ops, { tokens }, weights) => {
        const results = forward(ops, tokens!, weights, config).groups;
        return Object.fromEntries(
          groups.flatMap((group) => {
            const result = results.find(({ prefix }) => prefix === group.path)!;
            const name = pick(group, result);
            if (name === undefined) return [];
            wanted.set(group.path, group);
            const value =
              name === 'logits'
                ? selectionKeys(ops, result.logits!, group.config)
                : ops.sum(ops.cast(result.valid!, 'int32'), [2]);
            return [[group.path, value]];
          }),
        );
      },
      { inputs: { tokens: { shape: [batch, length], dtype: 'int32' } }, weights: weightTypes(config) },
    );
    const program = await backend.compile(graph, { weights: { ...buffers(), ...resident.tensors } });
    try {
      for (let from = 0; from < windows.length; from += batch) {
        const part = windows.slice(from, from + batch);
        const { tokens: ids } = batchOf(tokens, part, { batch, length });
        const results = await program.run({ tokens: ids });
        for (const [path, values] of Object.entries(await readAll(results)))
          use(wanted.get(path)!, values, from, part.length);
        await pause();
      }
    } finally {
      await program.dispose();
    }
  };

  try {
    const layers = [...new Set(groups.map(({ layer }) => layer))];
    const heads: { -readonly [K in keyof CalibratedHead]: CalibratedHead[K] }[] = [];
    for (const [done, layer] of layers.entries()) {
      onProgress?.({ done, of: layers.length + 1 });
      const here = groups.filter((group) => group.layer === layer);
      const seen = new Map(here.map(({ path, config: { heads: E } }) => [path, rowsFor(E, windows.length * length)]));
      await over(
        (group) => (group.layer === layer ? 'logits' : undefined),
        ({ path, config: { heads: E } }, { data: logits }, from, count) => {
          for (let e = 0; e < E; e++) {
            const own = logits.subarray(e * batch * length, (e * batch + count) * length);
            seen.get(path)![e]!.set(own as Float32Array, from * length);
          }
        },
      );
      for (const group of here) {
        const target = shareOf(group.config, length);
        seen.get(group.path)!.forEach((logits, head) => {
          const { threshold, above } = thresholdFor(logits, target, `layer ${layer}, ${group.group}head ${head}`);
          thresholds[`${group.path}router.threshold`]![head] = threshold;
          heads.push({ layer, group: group.group, head, threshold, target, above, processed: 0 });
        });
      }
    }
    onProgress?.({ done: layers.length, of: layers.length + 1 });
    await over(
      () => 'valid',
      ({ layer, group, config: { heads: E } }, { data: counts }, _from, count) => {
        for (let e = 0; e < E; e++) {
          const own = heads.find((head) => head.layer === layer && head.group === group && head.head === e)!;
          for (let b = 0; b < count; b++) own.processed += counts[e * batch + b]! / (windows.length * length);
        }
      },
    );
    onProgress?.({ done: layers.length + 1, of: layers.length + 1 });
    const state = { parameters: model.state.parameters, buffers: buffers() };
    return { config, state, tokens: windows.length * length, heads };
  } finally {
    resident.free();
  }
}

const rowsFor = (heads: number, length: number) => Array.from({ length: heads }, () => new Float32Array(length));

async function readAll(outputs: Record<string, DeviceTensor>): Promise<Record<string, HostTensor>> {
  try {
    const read = Object.entries(outputs).map(async ([name, tensor]) => [name, await tensor.read()] as const);
    return Object.fromEntries(await Promise.all(read));
  } finally {
    for (const tensor of Object.values(outputs)) tensor.dispose();
  }
}

/** The same model with causal heads for those of expert choice. */
function withSelection(
  config: LanguageModelConfig,
  selection: CausalSelection | undefined,
  length: number,
): LanguageModelConfig {
  const changed = mapMosa(config, (heads) => {
    if (typeof heads.selection === 'object') return heads;
    return { ...heads, selection: selection ?? { rule: 'causal', capacity: selectedCount(heads, length) } };
  });
  checkLanguageModelConfig(changed);
  return changed;
}

function ownOptions(options: CalibrationOptions) {
  if (typeof options !== 'object' || options === null)
    throw new MosaError('config', 'calibrateThresholds options', 'an object with batch and length', show(options));
  checkFields(options, ['batch', 'length', 'tokens', 'selection', 'onProgress'], 'calibrateThresholds options');
  const { batch, length, tokens: most = defaultTokens, selection, onProgress } = options;
  checkBatchSize({ batch, length }, 'calibrateThresholds');
  checkCount(most, 'calibrateThresholds tokens');
  if (selection !== undefined && selection?.rule !== 'causal')
    throw new MosaError('config', 'calibrateThresholds selection', "{ rule: 'causal' }", show(selection));
  return { batch, length, most, selection, onProgress };
}
