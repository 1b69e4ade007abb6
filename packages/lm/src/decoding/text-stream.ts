import type { Tokenizer } from '../tokenizers/tokenizer';

/** Text of tokens as they come: whole characters alone, and nothing that may belong to a stop string. */
export interface TextStream {
  /** @returns what has become certain, and whether a stop string has been met: then nothing comes any more */
  push(token: number): { readonly text: string; readonly stopped: boolean };
  /** What is left where no stop string can come any more. Half a character is left out. */
  end(): string;
}

/** U+FFFD, which decoders write for bytes that are no character, or not yet. */
const replacement = '\uFFFD';
/** Tokens that are waited for until half a character counts as none. */
const longestWait = 8;
/** Tokens before the new ones that are decoded with them: text of a token may depend on what stands before it. */
const context = 8;

/** @param stops none of them empty */
export function createTextStream(tokenizer: Tokenizer, stops: readonly string[]): TextStream {
  let ids: number[] = [];
  let certain = 0; // ids whose text has been given out
  let pending = ''; // whole characters that may be the start of a stop string

  /** Text of the ids that are not given out yet. */
  const fresh = (): string => {
    const before = tokenizer.decode(ids.slice(0, certain));
    return tokenizer.decode(ids).slice(before.length);
  };
  const advance = () => {
    certain = ids.length;
    if (certain <= 2 * context) return;
    ids = ids.slice(certain - context);
    certain = context;
  };

  return {
    push(token) {
      ids.push(token);
      const text = fresh();
      if (text.endsWith(replacement) && ids.length - certain < longestWait) return { text: '', stopped: false };
      advance();
      pending += text;
      const stop = firstOf(pending, stops);
      if (stop >= 0) {
        const given = pending.slice(0, stop);
        pending = '';
        return { text: given, stopped: true };
      }
      const held = longestStart(pending, stops);
      const given = pending.slice(0, pending.length - held);
      pending = pending.slice(pending.length - held);
      return { text: given, stopped: false };
    },
    end() {
      let rest = '';
      if (ids.length > certain) {
        rest = fresh();
        while (rest.endsWith(replacement)) rest = rest.slice(0, -1);
        advance();
      }
      const given = pending + rest;
      pending = '';
      return given;
    },
  };
}

function firstOf(text: string, stops: readonly string[]): number {
  const found = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}

/** Length of the longest end of the text that a stop string begins with. */
function longestStart(text: string, stops: readonly string[]): number {
  const most = Math.max(0, ...stops.map((stop) => stop.length - 1));
  for (let length = Math.min(most, text.length); length > 0; length--) {
    const end = text.slice(text.length - length);
    if (stops.some((stop) => stop.startsWith(end))) return length;
  }
  return 0;
}
