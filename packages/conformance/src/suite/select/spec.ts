import type { HostTensor } from '@mosa-js/core';

/** One selection and its right answer by the ranking. */
export interface SelectSpec {
  /** Too large for a GPU in software. Default false. */
  readonly large?: boolean;
  /** Run as the backend does it only, since others of its kind run by the decomposition, too. Default false. */
  readonly whole?: boolean;
  readonly name: string;
  readonly logits: HostTensor | (() => HostTensor);
  readonly k: number;
  readonly valid?: HostTensor | (() => HostTensor);
}
