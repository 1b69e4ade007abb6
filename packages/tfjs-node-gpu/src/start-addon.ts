import { execFile } from 'node:child_process';

/** What a start of tfjs-node's addon in a process of its own has shown. */
export interface Started {
  /** Version of libtensorflow; undefined where the addon does not load. */
  readonly version?: string;
  readonly isUsingGpuDevice?: boolean;
  /** What libtensorflow or, where it does not load, the loader wrote to standard error. */
  readonly words: string;
}

const script =
  'const b = require(process.argv[1]); console.log(JSON.stringify([b.TF_Version, b.isUsingGpuDevice()])); process.exit(0)';

/** Loads an addon elsewhere: there it can say what it finds, and fail, without any effect here. */
export function startAddon(file: string, signal?: AbortSignal): Promise<Started> {
  const env = {
    ...process.env,
    TF_CPP_MIN_LOG_LEVEL: '0',
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    ELECTRON_RUN_AS_NODE: '1',
  };
  const options = { env, timeout: 120_000, maxBuffer: 2 ** 24, killSignal: 'SIGKILL', signal } as const;
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['-e', script, file], options, (error, out, err) => {
      if (signal?.aborted) return reject(signal.reason);
      if (error) return resolve({ words: err.trim() || error.message });
      const [version, isUsingGpuDevice] = JSON.parse(out.trim().split('\n').at(-1)!) as [string, boolean];
      resolve({ version, isUsingGpuDevice, words: err });
    });
  });
}
