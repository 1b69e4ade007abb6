/** What the page's address asks for: `?run=tfjs-wasm,tfjs-webgpu&filter=mosa/&limit=60&golden=https://…/`. */
export interface Settings {
  /** Backends to run at once, without a click; `all` means every one that can run, but those that are to be chosen. */
  readonly run?: readonly string[] | 'all';
  readonly filter: string;
  readonly timeLimit: number;
  /** URL of the folder of golden files. */
  readonly golden: string;
}

export function readSettings(address: string): Settings {
  const { searchParams } = new URL(address);
  const run = searchParams.get('run');
  const limit = Number(searchParams.get('limit') ?? 300);
  return {
    run: run === null ? undefined : run === 'all' ? 'all' : run.split(',').filter(Boolean),
    filter: searchParams.get('filter') ?? '',
    timeLimit: limit > 0 && limit <= 86_400 ? limit : 300,
    golden: new URL(searchParams.get('golden') ?? 'golden/', address).href,
  };
}
