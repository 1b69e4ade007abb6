/** Longest message that people may be shown, whatever stands in a file. */
const longestMessage = 4000;

interface Refusal {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
}

/**
 * What `action` makes, or undefined where it refuses as documented: with an error of this class and one of these codes, in a
 * message of a sane length. Whatever else it throws is a defect, and is thrown on.
 */
export async function unlessRefused<R>(
  name: 'MosaError' | 'SafetensorsError',
  codes: readonly string[],
  action: () => R | Promise<R>,
): Promise<R | undefined> {
  try {
    return await action();
  } catch (error) {
    const { name: found, code, message } = error as Refusal;
    if (found !== name || !codes.includes(String(code))) throw error;
    const length = String(message).length;
    if (length > longestMessage) throw new Error(`${code}: a message of ${length} characters`, { cause: error });
    return undefined;
  }
}
