import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // tfjs-core's gradients come as ES modules that Node alone cannot load.
    server: { deps: { inline: [/tfjs-core\/dist\/(?!tf-core)/] } },
  },
});
