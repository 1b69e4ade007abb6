import { MosaError } from '@mosa-js/core';
import { type Checkpoint, decodeCheckpoint } from '@mosa-js/lm';
import type { ModelName } from '../model/configs';
import type { Runs } from './models';
import { Refusal } from './words';

/**
 * The checkpoint in a file, and which of the two models it is of.
 * @throws Refusal where it is of neither, or of another run: then it says all that differs
 */
export async function readCheckpoint(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  runs: Runs,
  steps: number,
): Promise<{ readonly model: ModelName; readonly checkpoint: Checkpoint }> {
  const checkpoint = await decodeCheckpoint(bytes).catch((error: unknown) => {
    throw new Refusal(`${name} is no checkpoint of a language model. (${messageOf(error)})`);
  });
  const model = JSON.stringify(checkpoint.config.attention).includes('"kind":"mosa"') ? 'mosa' : 'dense';
  const { config, optimizer, run, tokenizer } = await runs[model].checkpoint();
  await decodeCheckpoint(bytes, { config, optimizer, run, tokenizer }).catch((error: unknown) => {
    const differs = error instanceof MosaError ? error.actual : messageOf(error);
    throw new Refusal(
      `${name} is of another model or another run than the settings make: ${differs}. Take the settings and the text that it was made with, start anew, and load it then.`,
    );
  });
  if (checkpoint.state.step > steps)
    throw new Refusal(`${name} has had ${checkpoint.state.step} steps, and the run has ${steps}: take more steps.`);
  return { model, checkpoint };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
