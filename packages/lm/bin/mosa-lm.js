#!/usr/bin/env node
// Plain JavaScript that is there before the build, since npm links it when it installs.
import { existsSync } from 'node:fs';

const built = new URL('../dist/cli.js', import.meta.url);
if (existsSync(built)) {
  await import(built.href);
} else {
  console.error('mosa-lm: this copy is not built yet. Run `npm run build` first.');
  process.exitCode = 1;
}
