// Builds page.mjs for a page into dist, and for Node into node; prints the version of webpack.
import { copyFileSync } from 'node:fs';
import { resolve } from 'node:path';
import webpack from 'webpack';

const shared = { mode: 'production', entry: './page.mjs', performance: { hints: false } };
const stats = await new Promise((done, failed) => {
  const targets = [
    { ...shared, target: 'web', output: { path: resolve('dist'), filename: 'main.js' } },
    { ...shared, target: 'node20', output: { path: resolve('node'), filename: 'main.cjs' } },
  ];
  webpack(targets, (error, result) => (error ? failed(error) : done(result)));
});
if (stats.hasErrors() || stats.hasWarnings()) {
  console.error(stats.toString({ all: false, errors: true, warnings: true }));
  process.exit(1);
}
copyFileSync('index.html', 'dist/index.html');
console.log(webpack.version);
