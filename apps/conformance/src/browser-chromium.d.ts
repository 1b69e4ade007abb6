/** No browser to run here; the message says how to get one. */
export class NoChromium extends Error {}

export interface Chromium {
  readonly executablePath: string;
  /** What its process needs in the environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** @throws NoChromium */
export function findChromium(path?: string): Promise<Chromium>;

/** For tests: what `findChromium` found of CHROMIUM_PATH, or why nothing, else ''. */
export function chromiumOrWhyNot(): Promise<{ readonly found: Chromium | undefined; readonly whyNot: string }>;
