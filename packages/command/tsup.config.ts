import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', visible: 'src/visible.ts', temporary: 'src/temporary.ts', fuzz: 'src/fuzz.ts' },
  format: 'esm',
  dts: true,
  sourcemap: true,
  clean: true,
  target: 'es2022',
});
