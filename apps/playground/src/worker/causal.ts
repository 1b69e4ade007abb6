import type { Backend } from '@mosa-js/core';
import { type Checkpoint, calibrateThresholds, type ModelState, type TrainingRun } from '@mosa-js/lm';
import type { Settings } from '../settings/settings';
import type { Event } from './protocol';
import type { Text } from './text';

/** A model that can be continued token by token. */
export interface CausalModel {
  readonly config: Checkpoint['config'];
  readonly state: ModelState;
}

export interface CausalOptions {
  readonly backend: Backend;
  readonly run: TrainingRun;
  readonly settings: Settings;
  readonly text: Text;
}

/** Tokens of the text that thresholds are taken from. */
const calibrationTokens = 2 ** 12;

/** The model of a run as it is, for heads that do not look ahead. */
export async function modelOf(run: TrainingRun): Promise<CausalModel> {
  const { config, state } = await run.checkpoint();
  const { parameters, buffers = {} } = state;
  return { config, state: { parameters, buffers } };
}

/** Models of MoSA heads that do not look ahead. The last one is kept: who generates again need not wait. */
export function createCausal(post: (event: Event) => void) {
  let last: { readonly run: TrainingRun; readonly step: number; readonly model: CausalModel } | undefined;

  return async ({ backend, run, settings, text }: CausalOptions): Promise<CausalModel> => {
    if (settings.selection === 'causal') return modelOf(run);
    const words =
      'Published heads look at the whole sequence, which is not there yet. So each got a threshold from the text: it takes a token whose score is above.';
    post({ kind: 'note', about: 'generate', words });
    const { step } = run;
    if (last?.run === run && last.step === step) return last.model;
    const { k, capacity, batch, length } = settings;
    const { config, state } = await calibrateThresholds(backend, await modelOf(run), text.data, {
      batch,
      length,
      tokens: calibrationTokens,
      selection: { rule: 'causal', capacity: capacity || k },
      onProgress({ done, of }) {
        post({ kind: 'doing', doing: 'generating', words: `Taking thresholds from the text: ${done} of ${of} …` });
      },
    });
    last = { run, step, model: { config, state } };
    return last.model;
  };
}
