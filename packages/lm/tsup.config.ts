import { defineConfig } from 'tsup';
import { relativeMaps } from '../../scripts/relative-maps';

export default defineConfig({
  entry: { index: 'src/index.ts', node: 'src/node/index.ts' },
  format: ['esm', 'cjs'],
  splitting: true,
  dts: true,
  sourcemap: true,
  plugins: [relativeMaps],
  clean: true,
  target: 'es2022',
});
