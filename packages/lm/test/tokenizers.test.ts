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

const broken = () => {
  throw new TypeError('broken');
};

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

  it.each<[string, string, RegExp, object]>([
    ['no decode', 'config', /fromHuggingFace: expected a Tokenizer/, { decode: undefined }],
    ['a vocabulary that throws', 'config', /get_vocab: .* got "broken"/, { get_vocab: broken }],
    ['no vocabulary', 'config', /get_vocab: expected a Map .* got {}/, { get_vocab: () => ({}) }],
    ['an empty vocabulary', 'config', /get_vocab: expected a Map/, { get_vocab: () => new Map() }],
    ['a negative id', 'config', /got -1 for "a"/, { get_vocab: () => new Map([['a', -1]]) }],
    ['an id that is none', 'config', /got NaN for "a"/, { get_vocab: () => new Map([['a', Number.NaN]]) }],
    ['a text that is none', 'config', /got 0 for 1/, { get_vocab: () => new Map([[1, 0]]) }],
    ['an encode that throws', 'data', /hugging-face.encode: .* got "broken"/, { encode: broken }],
    ['an encode of nothing', 'data', /hugging-face.encode: expected a list of ids, got undefined/, { encode() {} }],
    ['an id beyond its vocabulary', 'data', /got 1 for token 0 of 1/, { encode: () => ({ ids: [1] }) }],
    ['a decode that throws', 'data', /hugging-face.decode: .* got "broken"/, { decode: broken }],
    ['a decode of nothing', 'data', /hugging-face.decode: expected a text, got undefined/, { decode() {} }],
  ])('is refused with %s', (_, code, message, wrong) => {
    const good = { encode: () => ({ ids: [0] }), decode: () => 'a', get_vocab: () => new Map([['a', 0]]) };
    const use = () => {
      const made = fromHuggingFace({ ...good, ...wrong } as typeof good);
      made.decode(made.encode('a'));
    };
    expect(use).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
  });

  it('comes back from JSON in any order of its fields, and with no others', () => {
    const { fingerprint, name, vocabularySize } = tokenizer.toJSON() as Record<string, unknown>;
    const made = (json: object) => tokenizerFromJSON(json as TokenizerJSON, { huggingFace });
    expect(made({ fingerprint, vocabularySize, name }).toJSON()).toEqual(tokenizer.toJSON());
    let deep: unknown = 1;
    for (let i = 0; i < 20_000; i++) deep = [deep];
    for (const more of [1, deep]) {
      const refused = expect.objectContaining({ code: 'config', actual: '"more"' });
      expect(() => made({ name, vocabularySize, fingerprint, more })).toThrow(refused);
    }
  });

  it('refuses a text of which the vocabulary has no id for a part', () => {
    const lacking = {
      ...huggingFace,
      decode: () => '',
      get_vocab: () => new Map([['a', 0]]),
      encode: () => ({ ids: [0, undefined] }),
    };
    expect(() => fromHuggingFace(lacking as never).encode('ab')).toThrow(
      expect.objectContaining({ code: 'data', actual: 'undefined for token 1 of 2' }),
    );
  });

  it('counts bytes of the text', () => {
    expect(encodeText(tokenizer, 'the €')).toEqual({ tokens: Int32Array.of(257, 32, 0xe2, 0x82, 0xac), bytes: 7 });
  });
});
