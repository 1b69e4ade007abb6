// `npm pack` and `npm publish` run this in a package's folder: they would pack it without a build, and say nothing.
import { readFileSync } from 'node:fs';
import { missingFiles, staleSources } from './build-state.js';

const missing = missingFiles('.');
const stale = missing.length === 0 ? staleSources('.') : [];
if (missing.length + stale.length > 0) {
  const why =
    missing.length > 0
      ? `package.json names files that are not there: ${missing.join(', ')}`
      : `dist was built from other sources than these: ${stale.join(', ')}`;
  const { name } = JSON.parse(readFileSync('package.json', 'utf8'));
  console.error(`${name}: not packed, ${why}. Run: npm run build`);
  process.exit(1);
}
