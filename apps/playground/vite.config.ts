import { defineConfig } from 'vite';

export default defineConfig({
  base: './', // so that the page works in any folder of a server
  build: { target: 'es2022', chunkSizeWarningLimit: 2000 },
  worker: { format: 'es' },
});
