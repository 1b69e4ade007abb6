import { Tokenizer } from '@huggingface/tokenizers';

/** The character that byte-level tokenizers write for a byte: itself where it can be seen, else one from U+0100 on. */
function letterOf(byte: number): string {
  const seen = (code: number) => (code > 32 && code < 127) || (code > 160 && code !== 173);
  if (seen(byte)) return String.fromCharCode(byte);
  let hidden = 0;
  for (let code = 0; code < byte; code++) if (!seen(code)) hidden++;
  return String.fromCharCode(256 + hidden);
}

/** The tokenizer.json of a byte-level BPE tokenizer of 260 tokens, as GPT-2's is made, with one special token. */
export function byteLevelJson(last = '<|end|>') {
  const letters = Array.from({ length: 256 }, (_, byte) => [letterOf(byte), byte] as const);
  const vocab = { ...Object.fromEntries(letters), th: 256, the: 257, Ġthe: 258 };
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const special = { special: true, normalized: false, lstrip: false, rstrip: false, single_word: false };
  const merges = [
    ['t', 'h'],
    ['th', 'e'],
    ['Ġ', 'the'],
  ];
  return {
    version: '1.0',
    added_tokens: [{ id: 259, content: last, ...special }],
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: null,
    decoder: byteLevel,
    model: { type: 'BPE', vocab, merges, unk_token: null, byte_fallback: false },
  };
}

export function byteLevelTokenizer(last?: string): Tokenizer {
  return new Tokenizer(byteLevelJson(last), {});
}
