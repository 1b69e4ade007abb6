import { interruption, say, size } from '@mosa-js/command';
import type { Backend } from '@mosa-js/core';
import type { Decoder } from '../decoding/decoder';
import { type GenerateOptions, generate } from '../decoding/generate';
import { pause } from '../training/pause';
import { identify } from './backend';
import { textOutput } from './text-output';
import { waiting } from './waiting';

export interface Streaming {
  readonly prompt: Int32Array;
  /** T of training. */
  readonly trainedOn: number;
  readonly asJson: boolean;
  readonly options: GenerateOptions;
  /** Makes a decoder, and frees it after its use. */
  withDecoder<R>(
    signal: AbortSignal,
    onWarning: (message: string) => void,
    use: (decoder: Decoder, backend: Backend) => Promise<R>,
  ): Promise<R>;
}

/** Why there is no more text. */
type End = 'stop' | 'length' | 'interrupted' | 'reader gone';

/**
 * Writes text to standard output as it is made, and what there is to say of it to standard error.
 * @returns the exit code: that of the signal where one came; 0 also where the reader went away
 */
export async function streamTokens({ prompt, trainedOn, asJson, options, withDecoder }: Streaming): Promise<number> {
  const stop = interruption();
  const output = textOutput();
  const { signal } = stop;
  const warn = (message: string) => say(`warning: ${message}`);
  try {
    return await withDecoder(signal, warn, async (decoder, backend) => {
      if (decoder.positions > trainedOn)
        say(`note: trained on sequences of ${trainedOn}; what comes after so many tokens may be worse`);
      const start = performance.now();
      let first = start;
      let tokens = 0;
      let end: End = 'length';
      const progress = waiting(() => `${decoder.position[0]} of ${prompt.length} tokens of the prompt`);
      try {
        for await (const { token, text, logProbability, end: ended } of generate(decoder, prompt, {
          ...options,
          signal,
        })) {
          if (tokens++ === 0) {
            first = performance.now();
            progress.end();
          }
          end = ended ?? end;
          const isTaken = asJson
            ? await output.write(`${JSON.stringify({ token, text, logProbability })}\n`)
            : text === '' || (await output.show(text));
          if (!isTaken) {
            end = 'reader gone';
            break;
          }
          await pause();
        }
      } catch (error) {
        if (!signal.aborted) throw error;
        end = 'interrupted';
      } finally {
        progress.end();
      }
      if (end === 'reader gone') return 0;
      const now = performance.now();
      const totals = {
        end,
        tokens,
        promptTokens: prompt.length,
        promptSeconds: (first - start) / 1000,
        tokensPerSecond: tokens > 1 ? (tokens - 1) / ((now - first) / 1000) : null,
        cacheBytes: decoder.cacheBytes,
        backend: identify(backend),
        heads: await decoder.stats(),
      };
      if (asJson) await output.write(`${JSON.stringify({ totals })}\n`);
      else say(`${output.isMidLine ? '\n' : ''}${inWords(totals)}`);
      return stop.exitCode;
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    say('mosa-lm: interrupted');
    return stop.exitCode;
  } finally {
    stop.release();
  }
}

const why: Readonly<Record<Exclude<End, 'reader gone'>, string>> = {
  stop: 'ended before a stop text',
  length: 'ended at the number of tokens',
  interrupted: 'interrupted',
};

function inWords(totals: {
  readonly end: Exclude<End, 'reader gone'>;
  readonly tokens: number;
  readonly promptTokens: number;
  readonly promptSeconds: number;
  readonly tokensPerSecond: number | null;
  readonly cacheBytes: number;
  readonly backend: { readonly name: string };
}): string {
  const { end, tokens, promptTokens, promptSeconds, tokensPerSecond, cacheBytes, backend } = totals;
  const speed = tokensPerSecond === null ? '' : `, ${tokensPerSecond.toFixed(1)} a second`;
  const prompt = `${promptTokens} of the prompt in ${promptSeconds.toFixed(2)} s`;
  const text = `${tokens} tokens${speed}, after ${prompt}, on ${backend.name}; caches of ${size(cacheBytes)}; ${why[end]}`;
  return end === 'interrupted' ? `mosa-lm: ${text}` : text;
}
