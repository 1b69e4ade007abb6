/** How far a backend's run may be from the one in float64 after several steps. */
export interface TrainTolerances {
  /** Of the largest loss, and of the largest norm. */
  readonly loss: number;
  readonly norm: number;
  /** Of the sum of the learning rates, which is what Adam moves a parameter by. */
  readonly parameters: number;
  /** Of the largest entry of the tensor. */
  readonly first: number;
  readonly second: number;
  readonly buffers: number;
  /** Of the largest entry of a tensor's gradient: what rounding makes of its smaller ones. */
  readonly gradient: number;
}

export const tolerances: Readonly<Record<'float32' | 'float64', TrainTolerances>> = {
  float32: { loss: 2e-6, norm: 2e-4, parameters: 1e-3, first: 2e-4, second: 4e-4, buffers: 1e-5, gradient: 2 ** -20 },
  float64: {
    loss: 1e-12,
    norm: 1e-12,
    parameters: 1e-9,
    first: 1e-10,
    second: 1e-10,
    buffers: 1e-12,
    gradient: 2 ** -49,
  },
};
