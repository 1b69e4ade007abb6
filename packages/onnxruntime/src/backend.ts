import { type Backend, type Graph, type HostData, type HostTensor, MosaError, type TensorType } from '@mosa-js/core';
import { type Adapter, bytesOf, createBackend, type Executable, sameShape } from '@mosa-js/core/adapter';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import { onnxPaths } from './code-paths';
import { type Held, release, setMade } from './held';
import type { Dialect } from './kernels';
import { checkLibrary, type OnnxRuntimeLibrary, threadOptions, versionOf } from './library';
import { onnxNames } from './names';
import { ownTensors } from './own-tensors';
import { isOnHost, withoutFallback } from './placement';
import { probe } from './probe';
import { createSessions, type KeptSession } from './sessions';
import { isLarge } from './size';
import { sharesWeights, targetOf } from './target';
import { writeModel } from './write-model';

export interface OnnxRuntimeOptions {
  /** The module `onnxruntime-node` or `onnxruntime-web`, imported by the caller. */
  readonly lib: OnnxRuntimeLibrary;
  /** ONNX Runtime's name of what computes: `cpu` in onnxruntime-node, `wasm` in onnxruntime-web, or any other it has. */
  readonly executionProvider: 'cpu' | 'wasm' | (string & {});
  /** Name in reports. Default `onnxruntime-node-cpu`, `onnxruntime-web-wasm` and so on. */
  readonly name?: string;
  /** Where the work runs, in reports. Default the execution provider; ONNX Runtime does not tell a GPU's name. */
  readonly device?: string;
  /** Library and version in reports. Default as the module says: `onnxruntime-node 1.30.0`. */
  readonly label?: string;
  /** Told once where operators of a fast form are missing or behave otherwise, and a slower form takes its place. Default `console.warn`. */
  readonly onWarning?: (message: string) => void;
  /**
   * Threads that compute on the CPU, from 1 to the cores that there are. Default: as many as ONNX Runtime takes, one a physical
   * core; of onnxruntime-web in Node one. Those of onnxruntime-web hold for all backends of the process or page, from the first on.
   */
  readonly threads?: number;
  /** For every session, over the defaults: the execution provider alone without the CPU behind it, and only errors logged. */
  readonly sessionOptions?: InferenceSession.SessionOptions;
}

/** A session, as `memory()` counts it. */
interface Loaded {
  /** Bytes of the model that it was made from. */
  readonly bytes: number;
}

/** What is left of a program once its session is made. */
interface Written extends Loaded {
  readonly kept: KeptSession;
  /** Of the model, by names of the graph. */
  readonly inputs: Readonly<Record<string, string>>;
  /** By names of the model. */
  readonly weights: readonly (readonly [string, Held])[];
  readonly outputs: readonly { readonly key: string; readonly name: string; readonly type: TensorType }[];
}

/**
 * A backend on ONNX Runtime. Every program is one ONNX model in one session; a run is one `session.run`. Large weights
 * are shared by all programs that use them, except on `wasm`, where each session has its own copy of them in its model.
 * `memory()` counts a session as one tensor of its model's size.
 * @throws MosaError `unavailable` where the module or the execution provider is not there
 * @example
 * ```js
 * import { createOnnxRuntimeBackend } from '@mosa-js/onnxruntime';
 * import * as ort from 'onnxruntime-web';
 *
 * const backend = await createOnnxRuntimeBackend({ lib: ort, executionProvider: 'wasm' });
 * console.log(backend.label);
 * await backend.dispose();
 * ```
 */
export async function createOnnxRuntimeBackend(given: OnnxRuntimeOptions): Promise<Backend<Tensor>> {
  const options = (given ?? {}) as OnnxRuntimeOptions; // JavaScript callers may leave it out
  const { lib, executionProvider } = options;
  checkLibrary(lib);
  const version = versionOf(lib, executionProvider);
  const threads = threadOptions(lib, version, options.threads);
  const sessionOptions: InferenceSession.SessionOptions = {
    executionProviders: [executionProvider],
    logSeverityLevel: 3,
    ...threads,
    ...withoutFallback(executionProvider, options.sessionOptions),
  };
  const first = await probe(lib, executionProvider, sessionOptions, version);
  if (isOnHost(executionProvider)) await first.release();
  const warn = options.onWarning ?? ((message: string) => console.warn(message));
  const prove =
    targetOf(executionProvider) === 'webgpu'
      ? (await import('./probe-webgpu')).provenWebgpuDialect
      : (await import('./probe-fast')).provenDialect;
  const dialect = await prove(lib, sessionOptions, warn);
  const name = options.name ?? `${version.package}-${executionProvider}`;
  const label = options.label ?? `${version.package} ${version.version}`;
  const identity = { name, device: options.device ?? executionProvider, label };
  const adapter = createAdapter(lib, sessionOptions, executionProvider, dialect, identity);
  if (isOnHost(executionProvider)) return createBackend(adapter);
  // With its last session ONNX Runtime gives up the device and every shader compiled for it: a second each time. So one
  // session stays open as long as the backend.
  return createBackend({
    ...adapter,
    async dispose() {
      await adapter.dispose?.();
      await first.release();
    },
  });
}

function createAdapter(
  lib: OnnxRuntimeLibrary,
  sessionOptions: InferenceSession.SessionOptions,
  executionProvider: string,
  dialect: Dialect,
  identity: Pick<Adapter<Held>, 'name' | 'device' | 'label'>,
): Adapter<Held, Tensor> {
  const { target, moves } = dialect;
  const downloads = moves?.createDownloads(lib, sessionOptions);
  const paths = onnxPaths(dialect.paths, executionProvider);
  const live = new Set<Held>();
  const sessions = new Set<Loaded>();

  const { keep: keepSession, releaseIdle, close } = createSessions();

  const keep = (held: Held): Held => {
    live.add(held);
    return held;
  };
  const free = (held: Held): void => {
    if (live.delete(held)) release(held);
  };
  const work = <R>(what: string, expected: string, task: () => Promise<R>): Promise<R> =>
    task().catch((error) => {
      throw failed(`${identity.name} ${what}`, expected, error);
    });

  const elementsOf = async ({ tensor, type }: Held): Promise<HostData> =>
    tensor.location === 'gpu-buffer' ? downloads!.read(tensor, type) : ((await tensor.getData()) as HostData);

  /** Puts weights where every session finds them; those of a CPU are there. */
  const move = async (weights: readonly Held[]): Promise<void> => {
    const onHost = weights.filter(({ tensor }) => tensor.location !== 'gpu-buffer');
    if (!moves || onHost.length === 0) return;
    const { session, moved } = await moves.onDevice(lib, onHost, dialect, sessionOptions);
    const maker = keepSession(session);
    for (const [i, held] of onHost.entries()) setMade(held, moved[i]!, maker);
    maker.free();
  };

  /** Made apart from the model, so that a program holds neither its bytes nor its graph. */
  const executable = ({ kept, inputs: names, weights, outputs, bytes }: Written): Executable<Held> => {
    const loaded: Loaded = { bytes };
    sessions.add(loaded);
    return {
      run: (inputs) =>
        work('run', 'the outputs of the model', async () => {
          const feeds = Object.fromEntries([
            ...Object.entries(inputs).map(([key, { tensor }]) => [names[key]!, tensor] as const),
            ...weights.map(([name, { tensor }]) => [name, tensor] as const),
          ]);
          const results = await kept.session.run(feeds);
          const made = outputs.map(({ key, name, type }) => {
            const result = results[name]!;
            const tensor = sameShape(result.dims, type.shape) ? result : result.reshape(type.shape);
            const held = keep({ tensor, type });
            setMade(held, tensor, kept);
            return [key, held] as const;
          });
          return Object.fromEntries(made);
        }),
      async dispose() {
        sessions.delete(loaded);
        kept.free();
        await releaseIdle();
      },
    };
  };

  return {
    ...identity,
    capabilities: { fused: dialect.fused },
    paths,
    upload: (data, type) => keep({ tensor: new lib.Tensor(type.dtype, elements(data, type), type.shape), type }),
    read: (held) => work('read', 'the elements of a tensor', async () => (await elementsOf(held)).slice()),
    free,
    own: ownTensors({
      lib,
      target,
      name: identity.name,
      keep,
      forget: (held) => void live.delete(held),
      download: elementsOf,
    }),
    async load(graph, weights): Promise<Executable<Held>> {
      await releaseIdle();
      const stored: Record<string, HostTensor> = {};
      const shared: Record<string, Held> = {};
      for (const [key, held] of Object.entries(weights)) {
        // What is small takes longer to feed than its copy is worth.
        const isShared = sharesWeights(executionProvider) && isLarge(held.type);
        paths.take(isShared ? 'weight: shared by sessions' : 'weight: in the model');
        if (isShared) shared[key] = held;
        else stored[key] = { ...held.type, data: await elementsOf(held) };
      }
      await work('load', 'the weights on the device', () => move(Object.values(shared)));
      // On the GPU a tensor of another shape would lose what frees it.
      const written = moves ? graph : withoutLastReshapes(graph);
      const { bytes, fed } = writeModel(written, stored, dialect, paths.take);
      const names = onnxNames(graph);
      const outputs = Object.entries(graph.outputs).map(([key, id]) => ({
        key,
        name: names.outputs[key]!,
        type: graph.nodes[id]!.type,
      }));
      // Only WebGPU's buffers are known here to be readable again.
      const types = outputs.map(({ name, type }) => [name, type] as const);
      const locations = moves?.outputLocations(Object.fromEntries(types));
      const locationOptions = locations ? { preferredOutputLocation: locations } : {};
      for (const place of Object.values(locations ?? {})) {
        paths.take(place === 'cpu' ? 'output: to the host' : 'output: left on the device');
      }
      const create = () => lib.InferenceSession.create(bytes, { ...sessionOptions, ...locationOptions });
      const kept = keepSession(await work('load', 'a session for the model', create));
      const weightsFed = Object.entries(fed).map(([key, name]) => [name, shared[key]!] as const);
      return executable({ kept, inputs: names.inputs, weights: weightsFed, outputs, bytes: bytes.byteLength });
    },
    async dispose() {
      await downloads?.close();
      await close();
    },
    memory: () => ({
      tensors: live.size + sessions.size,
      bytes:
        [...live].reduce((sum, { type }) => sum + bytesOf(type), 0) +
        [...sessions].reduce((sum, { bytes }) => sum + bytes, 0),
    }),
  };
}

/** Its outputs before they are given their shape: ONNX Runtime copies what it reshapes for an output, a tensor takes a shape for nothing. */
function withoutLastReshapes(graph: Graph): Graph {
  const outputs = Object.entries(graph.outputs).map(([key, id]) => {
    let node = graph.nodes[id]!;
    while (node.op === 'reshape') node = graph.nodes[node.inputs[0]!]!;
    return [key, node.id] as const;
  });
  return { ...graph, outputs: Object.fromEntries(outputs) };
}

/** A copy in the array class that ONNX Runtime wants for the dtype. */
function elements(data: HostData, { dtype }: TensorType): Float32Array | Int32Array | Uint8Array {
  if (dtype === 'float32') return Float32Array.from(data);
  return (data as Int32Array | Uint8Array).slice();
}

function failed(where: string, expected: string, error: unknown): MosaError {
  if (error instanceof MosaError) return error;
  return new MosaError('backend', where, expected, error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}
