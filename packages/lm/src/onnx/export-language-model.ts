import { type AttentionConfig, type HostTensor, headGroups, MosaError, type StorageFormat } from '@mosa-js/core';
import { checkFields, show } from '@mosa-js/core/adapter';
import { attentionOf, checkLanguageModelConfig, type LanguageModelConfig } from '../config';
import type { DecodableState } from '../decoding/decoder';
import { decoderGraph } from '../decoding/decoder-graph';
import { checkCount } from '../sizes';
import type { OnnxExporter, OnnxFile } from './exporter';
import { manifestOf, type OnnxManifest } from './manifest';
import { exportedState, forwardProgram, longestStep } from './programs';

/** The programs of a language model. */
export type ProgramName = 'forward' | 'prefill' | 'decode';

export interface OnnxModelOptions {
  /** Tokens of a sequence at most: tables by position and caches of dense heads are as long. */
  readonly positions: number;
  /** Programs to write. Default: forward, and where the heads do not look ahead, prefill and decode. */
  readonly programs?: readonly ProgramName[];
  /** C of causal heads that have none of their own. */
  readonly capacity?: number;
  readonly opset?: number;
  readonly ir?: number;
  /** Weights of programs of more bytes lie in a file of their own. Default: from 2 GiB on. */
  readonly externalFrom?: number;
  /** How weights are stored in the files; in 16 bits they take half the bytes, and arithmetic stays float32. Default 'float32'. */
  readonly storage?: StorageFormat;
  /** Told before each program is written. */
  readonly onProgress?: (program: ProgramName) => void;
}

export interface OnnxModel {
  /** By name of the program: NAME.onnx. */
  readonly files: Readonly<Partial<Record<ProgramName, OnnxFile>>>;
  /** What a program that runs them has to know: model.json. */
  readonly manifest: OnnxManifest;
}

const known = ['positions', 'programs', 'capacity', 'opset', 'ir', 'externalFrom', 'storage', 'onProgress'];

/**
 * A language model as files of ONNX, which run without any code of mosa-js: `forward` gives the logits of all tokens, `prefill` and `decode` those of the next ones from
 * caches that go in and come out. Any batch; `forward` takes any number of tokens up to `positions`, `prefill` up to what the manifest says.
 * @param exporter the module `@mosa-js/onnxruntime`
 * @throws MosaError `config` for sizes, or programs that the heads do not have; `weight`; `unsupported`, naming what cannot be exported
 */
export function exportLanguageModel<Derived>(
  exporter: OnnxExporter<Derived>,
  {
    config,
    state,
    tokenizer,
  }: { readonly config: LanguageModelConfig; readonly state: DecodableState; readonly tokenizer?: unknown },
  options: OnnxModelOptions,
): OnnxModel {
  checkLanguageModelConfig(config);
  checkFields(options, known, 'exportLanguageModel options');
  const { positions, capacity, onProgress, opset, ir, externalFrom, storage } = options;
  checkCount(positions, 'exportLanguageModel positions');
  const programs = programsOf(config, options);
  const size = { positions, ...(capacity === undefined ? {} : { capacity }) };
  const layers = attentionOf(config);
  const weights: Record<string, HostTensor> = { ...state.parameters, ...state.buffers };
  const batch = [2, 3, 5];
  const most = longestStep(config);
  const derived = unique(layers.flatMap((attention) => exporter.derivedSizes(attention)));
  const step = (batch: number, length: number) => {
    const one = { ...size, batch };
    return decoderGraph(config, one, length, exportedState(config, one));
  };
  const write = {
    forward: () => ({
      graph: (sizes: Sizes) => forwardProgram(config, sizes.batch!, sizes.length!),
      sizes: { batch: batch.slice(0, 2), length: exporter.sampleLengths(layers, positions) },
    }),
    prefill: () => ({
      graph: (sizes: Sizes) => step(sizes.batch!, sizes.length!),
      sizes: { batch: batch.slice(0, 2), length: stepLengths(most) },
    }),
    decode: () => ({
      graph: (sizes: Sizes) => step(sizes.batch!, 1),
      sizes: { batch },
    }),
  };
  const files: Partial<Record<ProgramName, OnnxFile>> = {};
  for (const name of programs) {
    onProgress?.(name);
    const { graph, sizes } = write[name]();
    files[name] = exporter.exportOnnx(graph, weights, {
      sizes,
      derived:
        name === 'prefill' ? ([...derived, ...unique(layers.flatMap(stepSlots))] as readonly Derived[]) : derived,
      metadata: { program: name, config: JSON.stringify(config) },
      externalFile: `${name}.onnx.data`,
      ...(opset === undefined ? {} : { opset }),
      ...(ir === undefined ? {} : { ir }),
      ...(storage === undefined ? {} : { storage }),
      ...(externalFrom === undefined ? {} : { externalFrom }),
    });
  }
  const isStep = programs.some((name) => name !== 'forward');
  const types = isStep ? exportedState(config, { ...size, batch: 1 }) : {};
  return { files, manifest: manifestOf({ config, tokenizer, positions, programs, most, types }) };
}

type Sizes = Readonly<Record<string, number>>;

function programsOf(config: LanguageModelConfig, { programs, capacity }: OnnxModelOptions): readonly ProgramName[] {
  const groups = attentionOf(config).flatMap((attention) => headGroups(attention).map((group) => group.config));
  const isCausal = groups.every((group) => {
    if (group.kind === 'mosa') {
      const { selection } = group;
      return typeof selection === 'object' && (selection.capacity ?? capacity) !== undefined;
    }
    return group.kind === 'local' ? group.window !== undefined : group.kind !== 'routing';
  });
  if (programs === undefined) return isCausal ? ['forward', 'prefill', 'decode'] : ['forward'];
  const all = ['forward', 'prefill', 'decode'];
  if (!Array.isArray(programs) || programs.length === 0 || programs.some((name) => !all.includes(name)))
    throw new MosaError('config', 'exportLanguageModel programs', `some of ${all.join(', ')}`, show(programs));
  if (isCausal || programs.every((name) => name === 'forward')) return programs;
  const expected = 'heads that do not look ahead and have a capacity, for programs that go on token by token';
  throw new MosaError('config', 'exportLanguageModel programs', expected, show(programs));
}

/** Slots of causal heads for the next t tokens, which may lie in two blocks. */
function stepSlots(attention: AttentionConfig): unknown[] {
  return headGroups(attention).flatMap(({ config }) => {
    if (config.kind !== 'mosa' || typeof config.selection !== 'object' || !config.selection.slots) return [];
    return [['min', 2 * config.selection.slots.count, 'length']];
  });
}

/** Lengths at which a step is traced: from few tokens to the most. */
function stepLengths(most: number): number[] {
  const shares = [0.2, 0.37, 0.61, 1].map((share) => Math.max(2, Math.floor(share * most)));
  return [...new Set(shares)];
}

function unique<V>(values: readonly V[]): V[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
