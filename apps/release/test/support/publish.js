// A process of its own, to be killed.
import { publishTarballs } from '../../src/publish.js';

await publishTarballs(JSON.parse(process.argv[2]));
