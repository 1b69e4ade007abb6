import { knownBackends } from '@mosa-js/command/backends';

/** What --help prints. */
export function help(): string {
  const width = Math.max(...knownBackends.map(({ name }) => name.length));
  const backends = knownBackends.map(({ name, description }) => `  ${name.padEnd(width)}  ${description}`);
  return `Checks that MoSA backends agree with the float64 reference.

  mosa-conformance [run] [options]
  mosa-conformance merge a.json b.json … --html DIR [--json FILE] [--junit FILE]
                       reports of several machines as one matrix
  mosa-conformance compare A B [--filter PREFIX] [--json FILE]
                       two backends with each other: the first stage at which they part, layer by layer
  mosa-conformance matrix [--html DIR] [--json FILE] [--junit FILE]
                       what this version was tried on before its release, which is in this package
  mosa-conformance help [run|merge|compare|matrix]

  --backend NAME       a known backend, the path of an adapter (./my-adapter.mjs) or its package, which runs on every
                       device that it finds, or on one of them: @mosa-js/onnxruntime:webgpu;
                       may be given again or as a list with commas; the path of a file that is there may have
                       commas itself. Default: every known backend but those that run only where they are asked for
  --optional NAME      a backend as above, that fails nothing where it cannot run
  --mutants NAME       a backend among these to break on purpose as well, in each of many ways: did the suite notice?
  --filter PREFIX      only the cases whose id starts with this
  --sources TEXT       what is tested, such as a commit: written into the JSON, with date and system
  --golden DIR         golden files to use instead of the suite's own
  --time-limit SECONDS for each backend. Default: 300
  --gpu CHOICE         what WebGPU backends run on: auto (a real GPU, else SwiftShader from the package
                       @sparticuz/chromium, on Linux x64), software (SwiftShader) or none. Default: auto
  --json FILE          write the report as JSON; '-' means standard output
  --html DIR           write the report as a page, DIR/index.html
  --junit FILE         write the report as JUnit XML
  --list               print the ids of the cases and run nothing
  --help, --version

Known backends:
${backends.join('\n')}

An adapter's module has a default export, or an export createBackend: a function that returns a Backend or a promise
of one. A package may name its devices in an entry PACKAGE/conformance (docs/write-an-adapter.md). Each backend runs in a process of its own; what its library prints is shown only if that process fails.

A case is unsupported only where the backend's declared capabilities exclude it; any other refusal fails. An adapter may
declare cases that a fault of its library makes fail: they are xfail, and one that passes is an xpass and fails the run.

Exit code 0 if at least one backend ran, nothing failed, and every backend that was named could run (of a package, one
of its devices); 130, 143 or 129 when interrupted by Ctrl-C, SIGTERM or SIGHUP; otherwise 1.
`;
}
