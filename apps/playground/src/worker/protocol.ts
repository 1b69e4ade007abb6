import type { ModelName } from '../model/configs';
import type { Settings } from '../settings/settings';
import type { CacheUse } from './caches';
import type { Heads } from './look';

export interface Sampling {
  readonly prompt: string;
  readonly temperature: number;
  readonly topK: number;
  readonly seed: number;
  readonly tokens: number;
}

/** What the page asks of the worker. */
export type Request =
  /** Both models anew; `text` is one's own, instead of the one that ships. */
  | { readonly kind: 'start'; readonly settings: Settings; readonly text?: string }
  /** `backend` counts where a GPU was lost, or where nothing could be made. */
  | { readonly kind: 'go'; readonly backend: Settings['backend'] }
  | { readonly kind: 'stop' }
  /** What the heads choose in the text from this token on, now and as training goes; not any more without one. */
  | { readonly kind: 'look'; readonly from?: number }
  | ({ readonly kind: 'generate' } & Sampling)
  | { readonly kind: 'stop-generating' }
  | { readonly kind: 'save'; readonly model: ModelName }
  | { readonly kind: 'load'; readonly name: string; readonly bytes: Uint8Array };

/** What is known of a model before its first step. */
export interface ModelFacts {
  /** `4 dense heads`, `2 dense and 20 MoSA heads` */
  readonly heads: string;
  readonly parameters: number;
  /** Of the forward pass of one sequence, counted as in the paper. */
  readonly flops: number;
  /** Bytes that a step needs on the device, counted from the shapes of its tensors. */
  readonly stepBytes: number;
  readonly step: number;
}

export interface StepDone {
  readonly model: ModelName;
  readonly step: number;
  readonly loss: number;
  readonly milliseconds: number;
  /** Bytes that the backend holds for both models. */
  readonly bytes: number;
}

export type Doing = 'idle' | 'preparing' | 'training' | 'generating';

/** What the worker tells the page. */
export type Event =
  | {
      readonly kind: 'opened';
      readonly backend: 'webgpu' | 'wasm';
      readonly device: string;
      /** Why this one, in a sentence. */
      readonly why: string;
      /** Milliseconds until a number is read back, where that is slow. */
      readonly slowRead?: number;
    }
  | {
      readonly kind: 'started';
      readonly models: Readonly<Record<ModelName, ModelFacts>>;
      readonly settings: Settings;
      readonly text: { readonly tokens: number; readonly vocabulary: number; readonly by: 'characters' | 'bytes' };
    }
  | ({ readonly kind: 'step' } & StepDone)
  | { readonly kind: 'doing'; readonly doing: Doing; readonly words: string }
  | ({ readonly kind: 'heads' } & Heads)
  | {
      readonly kind: 'generated';
      readonly model: ModelName;
      readonly text: string;
      readonly caches: readonly CacheUse[];
    }
  | { readonly kind: 'note'; readonly about: 'generate'; readonly words: string }
  | { readonly kind: 'saved'; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'loaded'; readonly model: ModelName; readonly step: number }
  | { readonly kind: 'failed'; readonly about: 'training' | 'heads' | 'generate' | 'files'; readonly words: string };
