import {
  type AttentionConfig,
  type Backend,
  createLayer,
  type HostTensor,
  hostTensor,
  layerGraph,
  type MosaErrorCode,
  trace,
} from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { createReferenceBackend } from '@mosa-js/reference';
import { codeOf, messageOf } from '../errors';
import type { ConformanceCase } from './case';
import { type LayerSpec, layerTensors } from './layer-spec';
import { prepareLayer } from './layer-stages';
import { lazily } from './prepared';
import { judgeLayer } from './staged';

type Act = (backend: Backend) => Promise<unknown>;

const good: LayerSpec = {
  id: 'good',
  config: { kind: 'mosa', dModel: 8, dHead: 4, heads: 2, sparsity: 4 },
  B: 1,
  T: 8,
  seed: 3,
};
const { inputs, weights } = layerTensors(good);
const x = inputs.x!;
const prepared = lazily(() => prepareLayer(good.config, inputs, weights));

/** Bad input: the error's code, nothing left behind, and a good run right after. */
export function errorCases(): ConformanceCase[] {
  const cases: [string, MosaErrorCode, Act][] = [
    ['x-rank', 'shape', runWith({ x: { ...x, shape: [8, 8] } })],
    ['x-width', 'shape', runWith({ x: { ...x, shape: [1, 16, 4] } })],
    ['x-dtype', 'dtype', runWith({ x: hostTensor(new Int32Array(64), [1, 8, 8], 'int32') })],
    ['x-missing', 'input', runWith({} as { x: HostTensor })],
    ['mask-shape', 'shape', runWith({ x, mask: hostTensor(new Uint8Array(9), [1, 9], 'bool') })],
    ['mask-dtype', 'dtype', runWith({ x, mask: hostTensor(new Int32Array(8), [1, 8], 'int32') })],
    ['data-too-short', 'data', runWith({ x: { ...x, data: new Float32Array(63) } })],
    ['data-class', 'data', runWith({ x: { ...x, data: new Int32Array(64) } })],
    ['data-plain-array', 'data', runWith({ x: { ...x, data: [1, 2, 3] as unknown as Float32Array } })],
    ['positions-that-fall', 'data', runPositions([5, 2])],
    ['positions-twice', 'data', runPositions([2, 2])],
    ['positions-below-0', 'data', runPositions([-1, 2])],
    ['positions-beyond-the-last', 'data', runPositions([2, 8])],
    ['unknown-dtype', 'dtype', (backend) => backend.upload({ ...x, dtype: 'float99' as 'float32' })],
    ['empty-axis', 'shape', (backend) => backend.upload({ shape: [0], dtype: 'float32', data: new Float32Array(0) })],
    ['config-k-zero', 'config', create({ k: 0, sparsity: undefined })],
    ['config-k-fraction', 'config', create({ k: 2.5, sparsity: undefined })],
    ['config-k-and-sparsity', 'config', create({ k: 2 })],
    ['config-sparsity-below-1', 'config', create({ sparsity: 0.5 })],
    ['config-sparsity-NaN', 'config', create({ sparsity: Number.NaN })],
    ['config-heads-zero', 'config', create({ heads: 0 })],
    ['config-odd-rotary-width', 'config', create({ rotaryWidth: 3 })],
    ['config-rotary-fraction', 'config', create({ rotaryFraction: 1.5 })],
    ['config-rotary-base-infinite', 'config', create({ rotaryBase: Number.POSITIVE_INFINITY })],
    ['config-unknown-field', 'config', create({ sparsty: 4 } as object)],
    ['config-unknown-kind', 'config', create({ kind: 'moza' as 'mosa' })],
    ['config-local-odd-width', 'config', createOf({ kind: 'local', dModel: 8, dHead: 5, heads: 1, window: 4 })],
    ['weight-missing', 'weight', withWeights({ 'router.weight': undefined })],
    ['weight-shape', 'weight', withWeights({ 'router.weight': hostTensor(new Float32Array(16), [8, 2]) })],
    ['weight-unknown', 'weight', withWeights({ 'router.bias': hostTensor(new Float32Array(2), [2]) })],
    ['weight-dtype', 'weight', withWeights({ 'router.weight': hostTensor(new Int32Array(16), [2, 8], 'int32') })],
    ['weight-missing-in-compile', 'weight', (backend) => backend.compile(layerGraph(good.config, { x }), {})],
    [
      'matMul-shapes',
      'shape',
      async () => trace((ops, { x }) => ({ y: ops.matMul(x!, ops.reshape(x!, [1, 4, 16])) }), { inputs: { x } }),
    ],
    [
      'select-k-above-length',
      'shape',
      async () => trace((ops, { x }) => ({ y: ops.selectIndices(x!, 9) }), { inputs: { x } }),
    ],
    ['mixed-traces', 'mixed', mixedTraces],
    ['mixed-backends', 'mixed', mixedBackends],
    ['disposed-tensor', 'disposed', disposedTensor],
    ['disposed-tensor-read', 'disposed', disposedRead],
    ['disposed-program', 'disposed', disposedProgram],
    ['disposed-layer', 'disposed', disposedLayer],
  ];
  return cases.map(([name, code, act]) => ({
    id: `errors/${name}`,
    async run(backend) {
      const reason = await wrongError(act(backend), code);
      if (reason !== undefined) return { status: 'fail', stage: 'error', reason };
      const after = await judgeLayer(backend, prepared());
      return after.status === 'pass'
        ? { status: 'pass' }
        : { ...after, stage: `a good run after the error: ${after.stage}` };
    },
  }));
}

/** What is wrong with how it ended, or undefined where it threw as it should. */
async function wrongError(running: Promise<unknown>, code: MosaErrorCode): Promise<string | undefined> {
  try {
    await running;
  } catch (error) {
    if (codeOf(error) === code) return undefined;
    return `expected a MosaError with code ${code}, got ${show(codeOf(error) || messageOf(error))}`;
  }
  return `expected a MosaError with code ${code}, got no error`;
}

function runWith(bad: { x: HostTensor; mask?: HostTensor }): Act {
  return async (backend) => {
    const layer = await createLayer(backend, good.config, weights);
    try {
      await layer.run(bad);
    } finally {
      await layer.dispose();
    }
  };
}

/** Given positions of which one row is not ascending, or leaves the sequence. */
function runPositions(row: readonly number[]): Act {
  return async (backend) => {
    const indices = hostTensor([0, 7, ...row], [2, 1, 2], 'int32');
    const program = await backend.compile(layerGraph(good.config, { x, indices }), { weights });
    try {
      await program.run({ x, indices });
    } finally {
      await program.dispose();
    }
  };
}

function create(change: object): Act {
  return createOf({ ...good.config, ...change } as AttentionConfig);
}

function createOf(config: AttentionConfig): Act {
  return (backend) => createLayer(backend, config, weights);
}

function withWeights(change: Record<string, HostTensor | undefined>): Act {
  const changed = Object.fromEntries(
    Object.entries({ ...weights, ...change }).filter(([, value]) => value !== undefined),
  );
  return (backend) => createLayer(backend, good.config, changed as Record<string, HostTensor>);
}

async function mixedTraces(): Promise<void> {
  trace(
    (_, { x: outer }) => ({
      y: (() => {
        trace((ops, { x: inner }) => ({ y: ops.add(inner!, outer!) }), { inputs: { x } });
        return outer!;
      })(),
    }),
    { inputs: { x } },
  );
}

async function mixedBackends(backend: Backend): Promise<void> {
  const other = createReferenceBackend({ name: 'another' });
  const foreign = await other.upload(x);
  await runWith({ x: foreign as unknown as HostTensor })(backend).finally(() => foreign.dispose());
}

async function disposedTensor(backend: Backend): Promise<void> {
  const tensor = await backend.upload(x);
  tensor.dispose();
  tensor.dispose(); // a second time does nothing
  await runWith({ x: tensor as unknown as HostTensor })(backend);
}

async function disposedRead(backend: Backend): Promise<void> {
  const tensor = await backend.upload(x);
  tensor.dispose();
  await tensor.read();
}

async function disposedProgram(backend: Backend): Promise<void> {
  const program = await backend.compile(layerGraph(good.config, { x }), { weights });
  await program.dispose();
  await program.dispose();
  await program.run({ x });
}

async function disposedLayer(backend: Backend): Promise<void> {
  const layer = await createLayer(backend, good.config, weights);
  await layer.dispose();
  await layer.run({ x });
}
