import { defineConfig } from 'tsup';
import { relativeMaps } from '../../scripts/relative-maps';

export default defineConfig({
  entry: { index: 'src/index.ts', adapter: 'src/adapter.ts', training: 'src/training/index.ts' },
  format: ['esm', 'cjs'],
  // All entries share one DeviceTensor and one list of what is alive, in CommonJS too.
  splitting: true,
  // For `Symbol.dispose`, which no lib before esnext.disposable declares.
  dts: { banner: '/// <reference lib="esnext.disposable" />' },
  sourcemap: true,
  plugins: [relativeMaps],
  clean: true,
  target: 'es2022',
});
