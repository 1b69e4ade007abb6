import type { DeviceTensor, HostTensor, Named } from '@mosa-js/core';
import type { LanguageModelConfig } from '../config';
import { causalGroups, shareOf } from '../decoding/stats';
import { droppedName, takenName } from '../model/taken';

/** What a group of causal heads did with the tokens of a training step. */
export interface LayerSelection {
  readonly layer: number;
  /** Where the names of the group begin within the layer: '' or `parts.0.`. */
  readonly group: string;
  readonly heads: number;
  /** Share of tokens that a head is to process. */
  readonly target: number;
  /** Share that the heads processed: the mean, and the least and the most of a head. */
  readonly taken: number;
  readonly least: number;
  readonly most: number;
  /** Share of tokens that had no slot. */
  readonly dropped: number;
  /** Heads that processed none: such a head learns nothing from the step. */
  readonly dead: number;
}

export interface StepSelection {
  readonly step: number;
  readonly layers: readonly LayerSelection[];
}

/** Reports of a run at most, about: each reads counts from the device. */
const mostReports = 100;

/** Whether a step of a run is reported on: some of all, and the last. */
export function isReported(step: number, steps: number): boolean {
  return step === steps || step % Math.ceil(steps / mostReports) === 0;
}

/** @param outputs of a training step, which stay the caller's; none of them is there in warm-up */
export async function readSelection(
  config: LanguageModelConfig,
  length: number,
  outputs: Named<DeviceTensor>,
): Promise<LayerSelection[]> {
  const groups = causalGroups(config).filter((group) => outputs[takenName(group)]);
  return Promise.all(
    groups.map(async (group) => {
      const [taken, dropped] = await Promise.all([
        outputs[takenName(group)]!.read(),
        outputs[droppedName(group)]!.read(),
      ]);
      const { layer, group: name, config: heads } = group;
      const shares = perHead(taken, length);
      return {
        layer,
        group: name,
        heads: shares.length,
        target: shareOf(heads, length),
        taken: mean(shares),
        least: Math.min(...shares),
        most: Math.max(...shares),
        dropped: mean(perHead(dropped, length)),
        dead: shares.filter((share) => share === 0).length,
      };
    }),
  );
}

/** int32 [E, B] → share of the tokens for each head */
function perHead({ shape, data }: HostTensor, length: number): number[] {
  const [E, B] = shape as [number, number];
  return Array.from({ length: E }, (_, e) => {
    let sum = 0;
    for (let b = 0; b < B; b++) sum += data[e * B + b]!;
    return sum / (B * length);
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
