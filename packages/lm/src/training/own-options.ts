import type { HostTensor } from '@mosa-js/core';
import { ownTensor } from '@mosa-js/core/adapter';
import type { TokenData } from '../data/token-data';
import type { TrainOptions } from './options';

type Tensors = Readonly<Record<string, HostTensor>>;

/** What was checked, as it is now: what its owner writes into it during the run changes no step and no checkpoint. */
export function ownOptions(options: TrainOptions): TrainOptions {
  const { config, optimizer, data, evaluate, resume, initial, thresholds } = options;
  return {
    ...options,
    config: structuredClone(config),
    optimizer: { ...optimizer },
    data: { train: ownText(data.train), ...(data.valid ? { valid: ownText(data.valid) } : {}) },
    ...(evaluate ? { evaluate: { ...evaluate } } : {}),
    ...(typeof thresholds === 'object' ? { thresholds: { ...thresholds } } : {}),
    ...(resume ? { resume: { ...resume, state: ownState(resume.state) } } : {}),
    ...(initial ? { initial: ownState(initial) } : {}),
  };
}

function ownText({ tokens, ...rest }: TokenData): TokenData {
  return { ...rest, tokens: new Int32Array(tokens) };
}

interface State {
  readonly parameters: Tensors;
  readonly buffers?: Tensors;
  readonly moments?: { readonly first: Tensors; readonly second: Tensors };
}

function ownState<S extends State>(state: S): S {
  const { parameters, buffers, moments } = state;
  return {
    ...state,
    parameters: ownAll(parameters, 'parameter'),
    ...(buffers ? { buffers: ownAll(buffers, 'buffer') } : {}),
    ...(moments
      ? { moments: { first: ownAll(moments.first, 'first moment'), second: ownAll(moments.second, 'second moment') } }
      : {}),
  };
}

function ownAll(tensors: Tensors, kind: string): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, ownTensor(tensor, `${kind} ${name}`)]),
  );
}
