// A process of its own, to be killed.
import { packGroup } from '../../src/pack.js';

const [root, into] = process.argv.slice(2);
await packGroup({ root, into });
