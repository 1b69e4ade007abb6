/** A value of JSON. Objects are Maps, so that no name (`__proto__`) is special, and numbers stay as they are written. */
export type Json = string | boolean | null | JsonNumber | readonly Json[] | ReadonlyMap<string, Json>;

/** A number's text, since `1.0`, `-0` and 2^53 + 1 are other numbers once they are parsed. */
export interface JsonNumber {
  readonly literal: string;
}

/** Why a text is not JSON as it is taken here. */
export class JsonError extends Error {
  readonly duplicate: boolean;
  constructor(message: string, duplicate = false) {
    super(message);
    this.duplicate = duplicate;
  }
}

/** Deeper than any header, shallower than the stack. */
const deepest = 32;

/** Values of all kinds in a text: ten times what a header of 10,000 tensors has, in a few hundred megabytes of memory. */
export const mostValues = 1_000_000;

/**
 * Parses JSON as `JSON.parse` does, but refuses a key that comes twice in an object, where `JSON.parse` keeps the last,
 * text that is not well-formed Unicode, and more values than memory may hold, where a file needs two bytes for each.
 * @throws JsonError
 */
export function parseJson(text: string): Json {
  let at = 0;
  let values = 0;

  const fail = (expected: string): never => {
    throw new JsonError(at < text.length ? `no ${expected} at character ${at}` : `an end before ${expected}`);
  };
  const skipSpace = () => {
    while (at < text.length && ' \n\r\t'.includes(text.charAt(at))) at++;
  };
  /** Takes `character` and what space is around it. */
  const take = (character: string): boolean => {
    skipSpace();
    if (text.charAt(at) !== character) return false;
    at++;
    skipSpace();
    return true;
  };
  /** JSON.parse on a string or number alone: it knows the escapes, and cannot recurse. */
  const scalar = (end: number, expected: string): unknown => {
    try {
      const value: unknown = JSON.parse(text.slice(at, end));
      at = end;
      return value;
    } catch {
      return fail(expected);
    }
  };
  const string = (): string => {
    if (text.charAt(at) !== '"') fail('string');
    let end = at;
    let backslashes: number;
    do {
      end = text.indexOf('"', end + 1);
      if (end < 0) {
        at = text.length;
        fail('the end of a string');
      }
      backslashes = 0;
      while (text.charAt(end - 1 - backslashes) === '\\') backslashes++;
    } while (backslashes % 2 === 1);
    const value = scalar(end + 1, 'valid string') as string;
    if (/\p{Surrogate}/u.test(value)) throw new JsonError(`half a surrogate pair before character ${at}`);
    return value;
  };
  const number = (): JsonNumber => {
    const from = at;
    let end = at;
    while (end < text.length && '+-.0123456789eE'.includes(text.charAt(end))) end++;
    scalar(end, 'value');
    return { literal: text.slice(from, end) };
  };
  const word = (): boolean | null => {
    for (const value of [true, false, null]) {
      if (!text.startsWith(String(value), at)) continue;
      at += String(value).length;
      return value;
    }
    return fail('value');
  };
  const array = (depth: number): Json[] => {
    const items: Json[] = [];
    if (take(']')) return items;
    do items.push(value(depth));
    while (take(','));
    if (!take(']')) fail('"]"');
    return items;
  };
  const object = (depth: number): Map<string, Json> => {
    const fields = new Map<string, Json>();
    if (take('}')) return fields;
    do {
      const key = string();
      if (fields.has(key)) throw new JsonError(key, true);
      if (!take(':')) fail('":"');
      fields.set(key, value(depth));
    } while (take(','));
    if (!take('}')) fail('"}"');
    return fields;
  };
  const value = (depth: number): Json => {
    values += 1;
    if (values > mostValues) throw new JsonError(`more than ${mostValues} values`);
    if (depth > deepest) throw new JsonError(`more than ${deepest} levels`);
    if (take('{')) return object(depth + 1);
    if (take('[')) return array(depth + 1);
    const first = text.charAt(at);
    if (first === '"') return string();
    return 'tfn'.includes(first) && first !== '' ? word() : number();
  };

  const result = value(0);
  skipSpace();
  if (at < text.length) fail('end');
  return result;
}
