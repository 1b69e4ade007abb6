/** No browser to run here; the message says how to get one. */
export class NoChromium extends Error {}

/** @throws NoChromium */
export function findChromium(
  path?: string,
): Promise<{ readonly executablePath: string; readonly env: Readonly<Record<string, string>> }>;
