import { rowOf } from '../../src/row.js';

const yard = {
  floor: { dispatches: 1000, hostUs: 0.5 },
  largeProduct: { size: 4096, milliseconds: 4, flopsPerSecond: 1e12 },
};
const calls = { dispatches: 40, buffers: 0, bindGroups: 1, pipelines: 0, writes: 2 };

/** A measured row. */
export const row = (labels, more = {}) =>
  rowOf(
    {
      labels: { batch: 1, heads: 8, ...labels },
      ...{
        gpuMs: 0.5,
        wallMs: 0.6,
        hostMs: 0.04,
        shortFloorUs: 0.8,
        bytes: 5e8,
        calls,
        flops: 1e8,
        reservedBytes: 2e6,
      },
      ...more,
    },
    yard,
  );

/** A report of these rows. */
export const report = (rows, more = {}) => ({
  benchmark: 'layer',
  date: '2026-01-01T00:00:00.000Z',
  about: { device: 'a GPU <fast>', library: 'webgpu', unchecked: false, clock: 'a clock' },
  asked: { runs: 20, rounds: 5, width: 512, headWidth: 64 },
  ...yard,
  rows,
  ...more,
});
