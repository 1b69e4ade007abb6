/** How well a model predicts a text. */
export interface Evaluation {
  /** Mean nats a token. */
  readonly loss: number;
  /** e^loss. */
  readonly perplexity: number;
  /** Bits a byte of UTF-8; where the text's length in bytes is known. Comparable between tokenizers. */
  readonly bitsPerByte?: number;
  /** Targets that were counted. */
  readonly tokens: number;
}

/**
 * Metrics of a summed loss.
 * @param nats summed over `tokens` targets
 * @param tokensPerByte of the text as a whole
 */
export function metrics(nats: number, tokens: number, tokensPerByte?: number): Evaluation {
  const loss = nats / tokens;
  const bitsPerByte = tokensPerByte === undefined ? {} : { bitsPerByte: (loss * tokensPerByte) / Math.LN2 };
  return { loss, perplexity: Math.exp(loss), ...bitsPerByte, tokens };
}
