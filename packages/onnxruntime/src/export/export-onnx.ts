import { type Graph, type HostTensor, MosaError } from '@mosa-js/core';
import {
  checkFields,
  checkNamed,
  decompose,
  decomposeAttention,
  decomposeNodes,
  decompositions,
  placeholders,
  type StorageFormat,
  show,
  storageFormats,
} from '@mosa-js/core/adapter';
import { fastDialect } from '../fast-kernels';
import { setRowsBy } from '../kernel-ops';
import { cpuKernels, type Dialect } from '../kernels';
import { modelMessage, type OnnxGraph } from '../onnx/model';
import { needed } from '../onnx/needed';
import { selectByTopK } from '../select';
import type { OnnxTarget } from '../target';
import { webgpuDialect } from '../webgpu-kernels';
import { writeGraph } from '../write-model';
import { castWeights } from './cast-weights';
import { type ExternalData, moveOut } from './external-data';
import { selectInLoop } from './loop-select';
import type { SizeExpression, Sizes } from './size-expression';
import { type Sample, unify } from './unify';
import { version } from './version';

/** A graph, or what traces it at given sizes. */
export type Exportable = Graph | ((sizes: Sizes) => Graph);

export interface ExportOptions {
  /**
   * Values at which a program is traced, by the name of each size that runs are to decide: `{ batch: [2, 3], length: [131, 197, 263] }`. What differs
   * between the traces becomes part of the model. Tables by position are as long as the largest needs. Default: none, all sizes are those of the graph.
   */
  readonly sizes?: Readonly<Record<string, readonly number[]>>;
  /** Other numbers that follow from sizes, such as the tokens that a head selects: `derivedSizes(config)`. */
  readonly derived?: readonly SizeExpression[];
  /** What the model is written for. Default 'cpu', which wasm takes, too. */
  readonly target?: OnnxTarget;
  /** Version of ai.onnx, from 18 to 23. Default 20. */
  readonly opset?: number;
  /** Version of the format, from 8 to 11. Default 9. */
  readonly ir?: number;
  /**
   * How float32 weights are stored in it: float16 and bfloat16 take half the bytes, and a Cast behind each makes it float32, in which everything is
   * computed. Each is rounded once, as `storage` of a backend does. Default 'float32'.
   */
  readonly storage?: StorageFormat;
  /** Texts in the model, by name, beside those that say what made it. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Weights of models of more bytes lie in another file. Default: from 2 GiB on, which is as much as one file may have. */
  readonly externalFrom?: number;
  /** Name of that file, beside the model's. Default 'model.onnx.data'. */
  readonly externalFile?: string;
}

export interface OnnxExport {
  /** A file of ONNX. */
  readonly model: Uint8Array;
  /** What has to lie beside it. */
  readonly data?: ExternalData;
}

const versions = { opset: [18, 23, 20], ir: [8, 11, 9] } as const;
/** Protobuf readers count bytes in an int32. */
const mostBytes = 2 ** 31 - 1;

/** Operators whose form depends on no size, so that models of many sizes can be one. */
const anySizeDialect = (): Dialect => ({
  ...fastDialect,
  fused: ['selectIndices', 'causalSelect'],
  kernels(emit) {
    const kernels: ReturnType<Dialect['kernels']> = {
      ...cpuKernels(emit),
      setRows: setRowsBy(() => kernels),
      selectIndices: selectByTopK(emit),
      causalSelect: selectInLoop(emit, () => kernels),
    };
    return kernels;
  },
});

/**
 * Writes a program as an ONNX file: operators of ai.onnx alone, inputs and outputs named as `onnxNames` says, weights stored in it or beside it.
 * @param graph with `sizes`, what traces it: `({ batch, length }) => languageModelGraph(config, { batch, length })`
 * @param weights by name, exactly those of the graph
 * @throws MosaError `unsupported` where programs of different sizes are not one but for numbers, naming what is not; `weight`, `shape`, `dtype`, `data`
 *   where weights do not fit, `data` also for a finite one beyond its storage; `config` for versions that are not written
 * @example
 * ```js
 * import { attentionConfig, initWeights, layerGraph } from '@mosa-js/core';
 * import { derivedSizes, exportOnnx } from '@mosa-js/onnxruntime';
 *
 * const config = attentionConfig({ kind: 'mosa', dModel: 16, dHead: 8, heads: 4, sparsity: 4 });
 * const trace = ({ batch, length }) => layerGraph(config, { x: { shape: [batch, length, 16], dtype: 'float32' } });
 * const sizes = { batch: [2, 3], length: [67, 101, 149, 512] };
 * const { model } = exportOnnx(trace, initWeights(config, 1), { sizes, derived: derivedSizes(config) });
 * console.log(model.length); // a file that any ONNX runtime takes, for any batch and up to 512 tokens
 * ```
 */
export function exportOnnx(
  graph: Exportable,
  weights: Readonly<Record<string, HostTensor>> = {},
  options: ExportOptions = {},
): OnnxExport {
  const known = ['sizes', 'derived', 'target', 'opset', 'ir', 'metadata', 'externalFrom', 'externalFile', 'storage'];
  checkFields(options, known, 'exportOnnx options');
  const {
    sizes = {},
    derived = [],
    target = 'cpu',
    externalFrom = mostBytes,
    externalFile = 'model.onnx.data',
    storage = 'float32',
  } = options;
  const opset = versionOf('opset', options.opset);
  const ir = versionOf('ir', options.ir);
  if (!storageFormats.includes(storage))
    throw new MosaError('config', 'exportOnnx storage', `one of ${storageFormats.join(', ')}`, show(storage));
  const isDynamic = Object.keys(sizes).length > 0;
  const cpu = isDynamic ? anySizeDialect() : fastDialect;
  const dialect = target === 'webgpu' ? webgpuDialect : cpu;
  const write = (one: Graph) => {
    checkNamed('weight', placeholders(one, 'weight'), weights);
    const plain = isDynamic ? withoutLengths(one) : one;
    return writeGraph(decompose(plain, new Set(dialect.fused)), weights, dialect, () => undefined);
  };
  const samples = isDynamic ? samplesOf(graph, sizes, write) : [{ sizes: {}, ...write(graphOf(graph, {})) }];
  const [first] = samples as [Sample, ...Sample[]];
  const written = needed(isDynamic ? unify(samples, derived) : first.model, first.stored);
  const model = storage === 'float32' ? written : castWeights(written, first.stored, storage);
  const producer = { version, metadata: { 'mosa-js': version, ...options.metadata } };
  const message = (from: OnnxGraph) => modelMessage(from, { ir, opset }, producer);
  const whole = message(model);
  if (whole.size <= externalFrom) return { model: whole.toBytes() };
  const { graph: light, data } = moveOut(model, externalFile);
  const rest = message(light);
  if (rest.size > mostBytes)
    throw new MosaError('unsupported', 'exportOnnx', `at most ${mostBytes} bytes beside the weights`, show(rest.size));
  return { model: rest.toBytes(), data };
}

/** Attention in one piece, since blocks would be other operators for another length, and no loop where nobody leaves a running set. */
function withoutLengths(graph: Graph): Graph {
  const table = { attention: decomposeAttention, causalSelect: decompositions.causalSelect };
  return decomposeNodes(table, graph, (node) => {
    if (node.op === 'causalSelect') return node.attributes.capacity === undefined || node.inputs.length > 3;
    return node.op === 'attention';
  });
}

function versionOf(name: 'opset' | 'ir', given: number | undefined): number {
  const [least, most, usual] = versions[name];
  if (given === undefined) return usual;
  if (Number.isInteger(given) && given >= least && given <= most) return given;
  throw new MosaError('config', `exportOnnx ${name}`, `a whole number from ${least} to ${most}`, show(given));
}

function graphOf(graph: Exportable, sizes: Sizes): Graph {
  return typeof graph === 'function' ? graph(sizes) : graph;
}

function samplesOf(
  graph: Exportable,
  sizes: NonNullable<ExportOptions['sizes']>,
  write: (graph: Graph) => Omit<Sample, 'sizes'>,
): Sample[] {
  if (typeof graph !== 'function')
    throw new MosaError(
      'config',
      'exportOnnx graph',
      'a function of sizes, since there are some',
      'a graph, which has its sizes',
    );
  let all: Sizes[] = [{}];
  for (const [name, values] of Object.entries(sizes)) {
    if (
      !Array.isArray(values) ||
      new Set(values).size < 2 ||
      values.some((value) => !Number.isSafeInteger(value) || value < 1)
    )
      throw new MosaError(
        'config',
        `exportOnnx sizes.${name}`,
        'two or more different whole numbers from 1',
        show(values),
      );
    all = all.flatMap((rest) => values.map((value) => ({ ...rest, [name]: value })));
  }
  return all.map((one) => ({ sizes: one, ...write(graph(one)) }));
}
