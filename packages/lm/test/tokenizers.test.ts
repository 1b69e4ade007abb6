import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  byteTokenizer,
  characterTokenizer,
  encodeText,
  fromHuggingFace,
  type TokenizerJSON,
  tokenizerFromJSON,
} from '../src/index';
import { byteLevelTokenizer } from './support/hugging-face';

const huggingFace = byteLevelTokenizer();
const text = fc.string({ unit: 'binary' });

describe('every tokenizer', () => {
  it.each(['bytes', 'characters', 'hugging-face'])(
    '%s: gives text back as it was, and comes back from JSON',
    (name) => {
      fc.assert(
        fc.property(text, (given) => {
          const tokenizer = {
            bytes: byteTokenizer,
            characters: () => characterTokenizer(`${given}.`),
            'hugging-face': () => fromHuggingFace(huggingFace),
          }[name]!();
          const ids = tokenizer.encode(given);
          expect(ids).toBeInstanceOf(Int32Array);
          expect(ids.every((id) => id >= 0 && id < tokenizer.vocabularySize)).toBe(true);
          expect(tokenizer.decode(ids)).toBe(given);
          const again = tokenizerFromJSON(JSON.parse(JSON.stringify(tokenizer)), { huggingFace });
          expect([again.name, again.vocabularySize]).toEqual([tokenizer.name, tokenizer.vocabularySize]);
          expect(again.encode(given)).toEqual(ids);
        }),
      );
    },
  );

  it.each([byteTokenizer(), characterTokenizer('abc'), fromHuggingFace(huggingFace)])(
    '$name: refuses ids out of range',
    (tokenizer) => {
      const V = tokenizer.vocabularySize;
      for (const id of [V, -1, 0.5, Number.NaN]) {
        expect(() => tokenizer.decode([0, id])).toThrow(
          expect.objectContaining({ code: 'data', actual: `${id} at position 1 of 2` }),
        );
      }
      expect(tokenizer.decode([])).toBe('');
      expect(tokenizer.encode('')).toEqual(new Int32Array(0));
    },
  );
});

it.each([byteTokenizer(), characterTokenizer('abc'), fromHuggingFace(huggingFace)])(
  '$name: refuses what is no text and no ids',
  (tokenizer) => {
    for (const text of [undefined, null, 7, ['a'], new Uint8Array(2)]) {
      expect(() => tokenizer.encode(text as unknown as string)).toThrow(
        expect.objectContaining({ name: 'MosaError', code: 'data' }),
      );
    }
    for (const ids of [undefined, null, 7, 'abc', new Set([1]), {}, [1n], [Symbol()], ['1'], [[1]], [undefined]]) {
      expect(() => tokenizer.decode(ids as number[])).toThrow(
        expect.objectContaining({ name: 'MosaError', code: 'data' }),
      );
    }
  },
);

it.each([
  { name: 'characters' },
  { name: 'characters', characters: 7 },
  { name: 'characters', characters: ['a'] },
  { name: 'characters', characters: '' },
  { name: 'characters', characters: 'aab' },
  { name: 'characters', characters: 'ba' },
  { name: 7 },
  { name: 'toString' },
  {},
  [],
  'bytes',
  7,
  null,
  undefined,
])('no tokenizer comes from %j', (json) => {
  expect(() => tokenizerFromJSON(json as TokenizerJSON)).toThrow(
    expect.objectContaining({ name: 'MosaError', code: 'config' }),
  );
});

describe('bytes', () => {
  const tokenizer = byteTokenizer();

  it('any bytes come back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(tokenizer.decodeBytes(tokenizer.encodeBytes(bytes))).toEqual(new Uint8Array(bytes));
      }),
    );
    expect(tokenizer.decode([0xff, 0x61])).toBe('\ufffda');
  });

  it('keeps a byte order mark', () => {
    expect(tokenizer.decode(tokenizer.encode('\ufeffa'))).toBe('\ufeffa');
  });
});

describe('characters', () => {
  it('are code points in order', () => {
    const tokenizer = characterTokenizer('zebra 😀 zebra');
    expect(tokenizer.toJSON()).toEqual({ name: 'characters', characters: ' aberz😀' });
    expect(Array.from(tokenizer.encode('😀a'))).toEqual([6, 1]);
  });

  it('names one that is unknown', () => {
    expect(() => characterTokenizer('abc').encode('ab€c')).toThrow(
      expect.objectContaining({ code: 'data', actual: '"€" (U+20AC) at character 2' }),
    );
    expect(() => characterTokenizer('')).toThrow(expect.objectContaining({ code: 'data' }));
  });

  it.each(['\ude00\ud83d', '\ud83da\ude00', '\udfff \ud800'])('refuses halves that would meet in JSON (%j)', (text) => {
    expect(() => characterTokenizer(text)).toThrow(expect.objectContaining({ code: 'data', actual: 'one with both' }));
  });

  it.each(['a\ud83d', 'b\udfff'])('takes halves of one kind (%j)', (text) => {
    const tokenizer = characterTokenizer(text);
    const again = tokenizerFromJSON(JSON.parse(JSON.stringify(tokenizer)));
    expect(again.decode(again.encode(text))).toBe(text);
  });
});

describe('hugging-face', () => {
  const tokenizer = fromHuggingFace(huggingFace);

  it('merges, and counts the special tokens', () => {
    expect(Array.from(tokenizer.encode('the the'))).toEqual([257, 258]);
    expect(tokenizer.vocabularySize).toBe(260);
    expect(tokenizer.decode([104, 105, 259])).toBe('hi<|end|>');
  });

  it('is told apart from another of the same size', () => {
    const json = JSON.parse(JSON.stringify(tokenizer));
    const other = byteLevelTokenizer('<|stop|>');
    expect(() => tokenizerFromJSON(json, { huggingFace: other })).toThrow(expect.objectContaining({ code: 'config' }));
    expect(() => tokenizerFromJSON(json)).toThrow(/huggingFace/);
    expect(() => fromHuggingFace({} as never)).toThrow(expect.objectContaining({ code: 'config' }));
    expect(() => tokenizerFromJSON({ name: 'words' } as never)).toThrow(expect.objectContaining({ code: 'config' }));
  });

  it('refuses a text of which the vocabulary has no id for a part', () => {
    const lacking = { ...huggingFace, get_vocab: () => new Map([['a', 0]]), encode: () => ({ ids: [0, undefined] }) };
    expect(() => fromHuggingFace(lacking as never).encode('ab')).toThrow(
      expect.objectContaining({ code: 'data', actual: 'undefined for token 1 of 2' }),
    );
  });

  it('counts bytes of the text', () => {
    expect(encodeText(tokenizer, 'the €')).toEqual({ tokens: Int32Array.of(257, 32, 0xe2, 0x82, 0xac), bytes: 7 });
  });
});
