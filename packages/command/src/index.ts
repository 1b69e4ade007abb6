export { againWhere, startAgain } from './again';
export { readCommandLine, wants } from './command-line';
export { doAll } from './do-all';
export { fail } from './fail';
export { columns, duration, grouped, percent, size } from './format';
export { explained, optionLines } from './help';
export {
  exitCodes,
  type Interruption,
  interruption,
  mostMinutes,
  type StopReason,
  type StopSignal,
} from './interruption';
export { splitList } from './list';
export { type OptionSpec, type OptionSpecs, Options, type OptionValues } from './options';
export { makeFolder, type Output, openJson, openOutput } from './output';
export { print, say, standardError, writeStandardOutput } from './print';
export { type ProgressLine, progressLine, type Screen } from './progress';
export { type Command, runCommandOf } from './run-command';
export { runProgram } from './run-program';
export { readTextFile, type TextFile, textOf } from './text-file';
export { visible } from './visible';
