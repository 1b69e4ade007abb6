import { isoFlopHeads } from '@mosa-js/core';
import { dHead, sparsityOf } from '../model/sizes';
import type { Settings } from './settings';

/** What does not fit together, in words; each setting alone is in its range. */
export function contradictions(settings: Settings): string[] {
  const { k, length, kept, dense, heads, capacity } = settings;
  const found: string[] = [];
  if (k > length)
    found.push(`A head cannot take ${k} tokens of a sequence of ${length}: lower k, or make sequences longer.`);
  else if (heads === 0 && kept >= dense)
    found.push(
      `With ${kept} of ${dense} dense heads kept there is no work left for MoSA heads at equal FLOPs: keep fewer, or give a number of MoSA heads.`,
    );
  else if (heads === 0 && mosaHeads(settings) < 1)
    found.push('Not one MoSA head costs as little as the dense heads that go: lower k, or keep fewer dense heads.');
  if (capacity > length) found.push(`A head cannot remember ${capacity} tokens of a sequence of ${length}.`);
  return found;
}

/** MoSA heads of a layer: as many as were asked for, or as equal FLOPs allow. */
export function mosaHeads(settings: Settings): number {
  const { heads, width, length, layers, dense, kept } = settings;
  if (heads > 0) return heads;
  const shape = { dModel: width, dHead, seqLen: length, sparsity: sparsityOf(settings) };
  return isoFlopHeads({ ...shape, layers, baselineDenseHeads: dense, keepDenseHeads: kept, kind: 'mosa' });
}
