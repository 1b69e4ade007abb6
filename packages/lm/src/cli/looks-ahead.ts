import { headGroups, MosaError } from '@mosa-js/core';
import { attentionOf, type LanguageModelConfig } from '../config';

/** Kinds of heads of a model that select among all tokens, in words; none where there are none. */
export function lookingAhead(config: LanguageModelConfig): readonly string[] {
  const found = attentionOf(config).flatMap((attention) =>
    headGroups(attention).flatMap(({ config: heads }) => {
      if (heads.kind === 'routing') return ['routing heads'];
      return heads.kind === 'mosa' && typeof heads.selection !== 'object' ? ['MoSA heads of expert choice'] : [];
    }),
  );
  return [...new Set(found)];
}

/** @throws MosaError `config` with what to do */
export function refuseLookingAhead(file: string, config: LanguageModelConfig): void {
  const found = lookingAhead(config);
  if (found.length === 0) return;
  const command = `mosa-lm calibrate ${quoted(file)} --text TEXT --out causal.safetensors`;
  const how = canBeCalibrated(found) ? `; run ${command}, and generate from that` : '';
  throw new MosaError('config', file, 'heads that do not look ahead', `${found.join(' and ')}${how}`);
}

/** Whether all that looks ahead would not if it was calibrated. */
export function canBeCalibrated(found: readonly string[]): boolean {
  return found.length > 0 && !found.includes('routing heads');
}

/** A word of a command as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
