import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, repository } from './samples';

/** A command of a shell sample. */
export interface ShellCommand {
  /** `README.md:85` */
  readonly place: string;
  readonly words: readonly string[];
  /** What the comment behind it says of the exit code. Default 0. */
  readonly exitCode: number;
  /** The stage that the comment names, which the output must name, too. */
  readonly stage?: string;
  readonly notRun?: string;
}

/** The commands of a document's shell samples, without comments; `a && b` are two. */
export function shellCommands({ samples }: Document): ShellCommand[] {
  return samples
    .filter(({ language }) => ['sh', 'bash', 'shell'].includes(language))
    .flatMap(({ place, code, notRun }) => {
      const [file, fence] = place.split(':');
      return code.split('\n').flatMap((line, i) => {
        const [command = '', ...comment] = line.split(/(?:^|\s)#\s/);
        const said = comment.join();
        const exitCode = Number(/exit code (\d+)/.exec(said)?.[1] ?? 0);
        const stage = /stage “(\w+)”/.exec(said)?.[1];
        const more = { exitCode, ...(stage && { stage }), ...(notRun && { notRun }) };
        return command
          .split('&&')
          .map((part) => part.replace(/[[\]]/g, '').split(/\s+/).filter(Boolean)) // [--may-be-left-out]
          .filter((words) => words.length > 0)
          .map((words) => ({ place: `${file}:${Number(fence) + 1 + i}`, words, ...more }));
      });
    });
}

/** The lab as built. `npm run lab` builds before, as other scripts do, which tests must not do. */
const lab = ['node', 'apps/lab/dist/lab.js'];

const scripts: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(repository, 'package.json'), 'utf8'),
).scripts;

/**
 * What a command calls in this repository: a program of ours with its arguments; undefined where it is npm's own.
 * @throws Error where it names a script, a package or a command that is not there
 */
export function programOf(words: readonly string[]): readonly string[] | undefined {
  const [first, second, ...rest] = words;
  if (first === 'npm' && second === 'run') return scriptOf(rest);
  if (first === 'npm' && ['ci', 'test', 'install', 'init', 'pkg', 'dist-tag', 'deprecate'].includes(second!))
    return undefined;
  if (first === 'tar') return undefined;
  if (first === 'npx') return commandOf(second === '-p' ? rest.slice(1) : words.slice(1));
  // What `lab pack` makes.
  if (first === 'mosa-lab/lab') return [...lab, ...words.slice(1)];
  if (first === 'mosa-lab/bench') return scriptOf(['bench', '--', ...words.slice(1)]);
  throw new Error(`${words.join(' ')}: not a command that tests know how to check`);
}

function scriptOf([name, dashes, ...args]: readonly string[]): readonly string[] | undefined {
  const script = scripts[name!];
  if (script === undefined) throw new Error(`npm run ${name}: not among the scripts of package.json`);
  if (name === 'lab:pack') return [...lab, 'pack', ...args];
  if (dashes === undefined) return undefined;
  const [, file] = /(?:^|&& )node (\S+)$/.exec(script) ?? [];
  if (file === undefined) throw new Error(`npm run ${name} --: options nobody checks`);
  return ['node', file, ...args];
}

function commandOf([name, ...args]: readonly string[]): readonly string[] {
  const file = `node_modules/.bin/${name}`;
  if (!existsSync(join(repository, file))) throw new Error(`npx ${name}: not a command of this repository`);
  return ['node', file, ...args];
}

const helpTexts = new Map<string, string>();

function helpOf(words: readonly string[]): string {
  const key = words.join(' ');
  if (!helpTexts.has(key)) {
    const [program, ...args] = [...words, '--help'];
    helpTexts.set(key, execFileSync(program!, args, { cwd: repository, encoding: 'utf8' }));
  }
  return helpTexts.get(key)!;
}

/** What an option and a name may be followed by in a help text. */
const mentions = (help: string, word: string) => new RegExp(`(^|[\\s,])${word}(?![\\w-])`, 'm').test(help);

/**
 * What a program of ours does not know of its arguments, by its own help: its sub-command, options, and the names of presets
 * and backends among their values.
 */
export function unknownTo([node, file, ...args]: readonly string[]): string[] {
  const general = helpOf([node!, file!]);
  const sub = args[0] !== undefined && /^[a-z]+$/.test(args[0]) ? args[0] : undefined;
  if (sub && !new RegExp(`^ +(\\S+ )?${sub} `, 'm').test(general)) return [sub];
  const help = general + (sub ? helpOf([node!, file!, sub]) : '');
  const options = args.filter((word) => word.startsWith('--') && !mentions(help, word));
  const names = args.filter((word, i) => {
    const isName = ['--preset', '--backend', '--mutants'].includes(args[i - 1]!) && /^[a-z]/.test(word);
    return isName && !mentions(general, word);
  });
  return [...options, ...names];
}
