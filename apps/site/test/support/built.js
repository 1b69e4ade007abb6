import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The site as `npm run docs` builds it, once for all tests. */
export default function setup() {
  execFileSync(process.execPath, ['src/build.js'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
