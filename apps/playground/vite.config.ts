import { defineConfig } from 'vite';

/** The script makes the form, so nothing is shown before it has run, in browsers that know this: it would move. */
const beforeFirstPaint = {
  name: 'before-first-paint',
  transformIndexHtml: {
    order: 'post' as const,
    handler: (html: string) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
  },
};

export default defineConfig({
  base: './', // so that the page works in any folder of a server
  build: { target: 'es2022', chunkSizeWarningLimit: 2000 },
  worker: { format: 'es' },
  plugins: [beforeFirstPaint],
});
