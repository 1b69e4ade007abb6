/** An object of entries, with the type of its values. */
export const named = <V>(entries: readonly (readonly [string, V])[]): Record<string, V> => Object.fromEntries(entries);
