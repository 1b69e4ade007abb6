import { MosaError, sizeOf } from '@mosa-js/core';
import { createBackend } from '@mosa-js/core/adapter';
import { capabilitiesOf, explainProgram, leastLimits } from '@mosa-js/webgpu/runtime';
import { casesOf } from './benchmarks/index.js';
import { describe } from './describe.js';
import { openSession } from './session.js';

/**
 * Tells what of a benchmark runs as one, without running it. Where there is no GPU, for the limits that every device has.
 * @param where as `openSession` takes it
 * @returns { benchmark, about, rows: [{ ...labels, programs: [{ ops, dispatches, steps }] }] }, as JSON has it
 */
export async function explain(options, where, say) {
  const { limits, isSoftware, about } = await deviceOf(options, where);
  const { benchmark, lengths } = options;
  const rows = [];
  for (const length of lengths)
    for (const { labels, open } of casesOf[benchmark](options, length)) {
      say(`${describe(labels)}: graphs`);
      const programs = [];
      for (const { graph, carry } of await graphsOf(open, capabilitiesOf(limits))) {
        const ops = graph.nodes.filter(({ op }) => op !== 'placeholder' && op !== 'constant').length;
        const { steps, dispatches } = await explainProgram(graph, limits, { isSoftware, carry });
        programs.push({ ops, dispatches, steps: steps.map((step) => ({ ...step, bytes: bytesOf(step) })) });
      }
      rows.push({ ...labels, programs });
    }
  return { benchmark, about, rows };
}

async function deviceOf(options, where) {
  let session;
  try {
    session = await openSession({ ...options, allowSoftware: true }, where);
    const { gpuDevice, isSoftware, about } = session;
    const limits = Object.fromEntries(Object.keys(leastLimits).map((name) => [name, gpuDevice.limits[name]]));
    return { limits, isSoftware, about: { device: about.device, limits } };
  } catch (error) {
    if (!(error instanceof MosaError && error.code === 'unavailable')) throw error;
    return { limits: leastLimits, isSoftware: false, about: { limits: leastLimits } };
  } finally {
    await session?.dispose();
  }
}

/** The graphs that a case compiles and what they carry, as a backend gets them. This backend holds nothing and computes nothing: all is 0. */
async function graphsOf(open, capabilities) {
  const graphs = [];
  const backend = createBackend({
    ...{ name: 'explain', device: 'none', label: 'explain', capabilities },
    upload: () => ({}),
    read: (_tensor, { shape, dtype }) => new (dtype === 'float32' ? Float32Array : Int32Array)(sizeOf(shape)),
    free: () => undefined,
    memory: () => ({ tensors: 0, bytes: 0 }),
    load(graph, _weights, carry) {
      graphs.push({ graph, carry });
      const run = () => Object.fromEntries(Object.keys(graph.outputs).map((name) => [name, {}]));
      return { run, dispose: () => undefined };
    },
  });
  const opened = await open(backend);
  await opened.dispose();
  await backend.dispose();
  return graphs;
}

/** What moves if each operand is read and each result written once, 4 bytes an element; of a slice what it takes. */
function bytesOf({ op, reads, writes }) {
  const elements = (values) => values.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return 4 * (elements(op === 'slice' ? writes : reads) + elements(writes));
}
