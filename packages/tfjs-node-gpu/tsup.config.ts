import { rmSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';

// Emptied here and not by `clean`, since the builds below run at the same time and would delete each other's files.
rmSync('dist', { recursive: true, force: true });

const shared: Options = { sourcemap: true, target: 'es2022' };

export default defineConfig([
  {
    ...shared,
    entry: { index: 'src/index.ts', cli: 'src/provision/cli.ts' },
    format: 'esm',
    dts: { entry: { index: 'src/index.ts' } },
  },
  { ...shared, entry: { index: 'src/index.ts' }, format: 'cjs', dts: true },
]);
