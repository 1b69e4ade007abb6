import { type HostTensor, MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { checkTokens } from '../data/check-tokens';
import { checkTokenArray, type TokenData } from '../data/token-data';
import type { Evaluation } from '../metrics';
import { type EvaluationOptions, evaluateLosses } from '../training/evaluate';
import type { Decoder } from './decoder';

/**
 * How well a decoder predicts a text that it takes in token by token, from its caches as it holds them: what `LanguageModel.evaluate`
 * tells of whole sequences at once. Its sequences are lost, and it is reset in the end.
 * @param options those of an evaluation, but for the batch, which is the decoder's
 * @throws MosaError `config` for a length beyond its positions; `data` where the text is shorter than a block or has ids out of range
 */
export async function evaluateDecoder(
  decoder: Decoder,
  { tokens, bytes }: TokenData,
  { length, ...options }: Omit<EvaluationOptions, 'batch'>,
): Promise<Evaluation> {
  const { batch, positions, config } = decoder;
  if (!(length <= positions))
    throw new MosaError(
      'config',
      'evaluateDecoder length',
      `at most ${positions}, the decoder's positions`,
      show(length),
    );
  checkTokenArray(tokens, 'evaluateDecoder');
  checkTokens(tokens, config.vocabularySize, 'evaluateDecoder');
  const run = async (inputs: Record<string, HostTensor>) => {
    const [ids, targets] = [inputs.tokens!.data, inputs.targets!.data];
    const losses = new Float64Array(batch * length);
    await decoder.reset();
    for (let t = 0; t < length; t++) {
      const column = Int32Array.from({ length: batch }, (_, b) => ids[b * length + t]!);
      const logits = await decoder.step(column);
      const { data } = await logits.read().finally(() => logits.dispose());
      for (let b = 0; b < batch; b++) {
        const at = b * length + t;
        losses[at] =
          targets[at]! < 0 ? 0 : lossOf(data, b * config.vocabularySize, config.vocabularySize, targets[at]!);
      }
    }
    const held: HostTensor = { shape: [batch, length], dtype: 'float32', data: losses };
    return { outputs: { losses: { read: async () => held, dispose: () => undefined } } };
  };
  const plain = { ...config, dropout: 0, attentionDropout: 0 };
  const evaluation = await evaluateLosses(run, plain, { tokens: tokens.slice(), bytes }, { batch, length, ...options });
  await decoder.reset();
  return evaluation;
}

/** −log of the probability that a row of logits gives a token, in nats. */
function lossOf(logits: HostTensor['data'], start: number, size: number, target: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < size; i++) highest = Math.max(highest, logits[start + i]!);
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Math.exp(logits[start + i]! - highest);
  return Math.log(sum) + highest - logits[start + target]!;
}
