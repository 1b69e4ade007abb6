import { createRequire } from 'node:module';
import * as core from '@mosa-js/core';
import use from './use.cjs';

const [entries, libraries] = process.argv.slice(2).map((text) => JSON.parse(text));
const result = await use.use((name) => import(name), entries, libraries);
// Both formats in one process are two copies of core, whose errors know each other.
const other = createRequire(import.meta.url)('@mosa-js/core');
if (!(new other.MosaError('usage', 'x', 'y', 'z') instanceof core.MosaError))
  throw new Error('an error of the other copy');
console.log(JSON.stringify(result));
