/** What went wrong, for a program to branch on. */
export type SafetensorsErrorCode =
  | 'size' // a file shorter or longer than it says, or a header too long
  | 'header' // a header that is not a JSON object in UTF-8, with every tensor's fields
  | 'duplicate' // a name or field twice
  | 'dtype' // an element type that is not read or written here
  | 'shape' // sizes that are not whole numbers, or too many elements
  | 'offsets' // tensors that overlap, leave holes or do not fit their shapes
  | 'metadata' // metadata that is not strings by name
  | 'name' // a tensor that the file has not, or a name that cannot be written
  | 'data' // data to write that does not fit its dtype or shape
  | 'read' // the file cannot be read
  | 'write'; // the file cannot be written

/** The one error that this package throws: the file `where` failed, what was expected, and what came instead. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
  readonly code: SafetensorsErrorCode;
  /** The file, by its path or as its source is named. */
  readonly where: string;
  readonly expected: string;
  readonly actual: string;

  constructor(code: SafetensorsErrorCode, where: string, expected: string, actual: string, options?: ErrorOptions) {
    super(`${where}: expected ${expected}, got ${actual}`, options);
    this.code = code;
    this.where = where;
    this.expected = expected;
    this.actual = actual;
  }
}

const longest = 120;

/** Text for an error message. Cut, since a hostile header may hold names of megabytes. */
export function quote(text: string): string {
  return text.length > longest ? `${JSON.stringify(text.slice(0, longest))}…` : JSON.stringify(text);
}

/** A shape for an error message, cut for the same reason. What is no number is named by its kind. */
export function showShape(shape: readonly unknown[]): string {
  const sizes = Array.from(shape.slice(0, 16), (size) => (typeof size === 'number' ? String(size) : kindOf(size)));
  return `[${sizes.join(', ')}${shape.length > 16 ? ', …' : ''}]`;
}

/** What kind of value a caller gave, without converting it: it may have no text. */
export function kindOf(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  return typeof value === 'object' ? Object.prototype.toString.call(value) : typeof value;
}

/** What an operation of the system failed with. */
export function causeOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
