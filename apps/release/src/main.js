// npm run release. Nothing but Node's own modules: it runs before the install that it does.
import { fileURLToPath } from 'node:url';
import { help, parseOptions } from './options.js';
import { Refusal } from './refusal.js';
import { release } from './release.js';
import { toText } from './summary.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
const stopped = new AbortController();
const say = (line) => process.stderr.write(`${line}\n`);

for (const [signal, code] of Object.entries(exitCodes)) {
  process.on(signal, () => {
    process.exitCode = code;
    stopped.abort(new Refusal('release', 'to run to its end', `${signal}. The same command goes on where it stopped`));
  });
}
if (process.env.npm_lifecycle_event !== undefined) endWithNpm();

try {
  const { help: wantsHelp, json, ...options } = parseOptions(process.argv.slice(2));
  if (wantsHelp) {
    process.stdout.write(help);
  } else {
    const interactive = !json && process.stdin.isTTY === true && process.stdout.isTTY === true;
    const done = await release({ ...options, root, interactive, log: say, signal: stopped.signal });
    process.stdout.write(json ? `${JSON.stringify(done, null, 2)}\n` : toText(done));
  }
} catch (error) {
  process.exitCode ||= 1;
  say(error instanceof Refusal ? `release: ${error.message}` : error.stack);
}

/** npm, killed, tells its scripts nothing. */
function endWithNpm() {
  const npm = process.ppid;
  const look = () => process.ppid !== npm && process.exit(1);
  setInterval(look, 500).unref();
}
