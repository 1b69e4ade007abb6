// A process of its own, to be killed.
import { release } from '../../src/release.js';

const [options, wanted] = process.argv.slice(2).map((word) => JSON.parse(word));
await release({ ...options, wanted: async () => wanted, log: () => undefined });
