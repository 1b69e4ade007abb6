/** How far a backend's run may be from the one in float64 after several steps. */
export interface TrainTolerances {
  /** Of the largest loss, and of the largest norm. */
  readonly loss: number;
  readonly norm: number;
  /** Of the sum of the learning rates, which is about what Adam moves a parameter by. */
  readonly parameters: number;
  /** Of the largest entry of the tensor. */
  readonly first: number;
  readonly second: number;
  readonly buffers: number;
  /** What rounding adds to a gradient, of the largest entry of its tensor. It decides where gradients are noise. */
  readonly gradient: number;
}

/**
 * A small multiple of the spread of float32, measured as the furthest of six backends from float64 in any run of the suite
 * (every op rounded to float32, with and without fused ops; tfjs-cpu, tfjs-wasm, onnxruntime-node-cpu, onnxruntime-web-wasm):
 *
 * | loss   | norm   | parameters | first moments | second moments | buffers |
 * |--------|--------|------------|---------------|----------------|---------|
 * | 5.4e-7 | 2.9e-5 | 2.4e-5     | 2.2e-5        | 4.6e-5         | 1.4e-7  |
 *
 * Norm and moments are that far off where 31,648 squares are added one after another, which shortens all of a clipped
 * gradient alike; without clipping, moments are within 5e-6, which `gradient` is about. Parameters are those of gradients well
 * above rounding; with what `gradient` allows the others, the furthest comes to 0.22 of its tolerance.
 */
const float32: TrainTolerances = {
  loss: 2e-6,
  norm: 2e-4,
  parameters: 1e-4,
  first: 1e-4,
  second: 2e-4,
  buffers: 1e-6,
  gradient: 2 ** -20,
};

/** The same graph in another order of sums. */
const float64: TrainTolerances = {
  loss: 1e-12,
  norm: 1e-12,
  parameters: 1e-9,
  first: 1e-10,
  second: 1e-10,
  buffers: 1e-12,
  gradient: 2 ** -49,
};

export const tolerances: Readonly<Record<'float32' | 'float64', TrainTolerances>> = { float32, float64 };
