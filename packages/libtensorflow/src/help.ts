/** What --help prints. */
export const help = `Puts a libtensorflow under an installed @tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu, and builds its addon.

  mosa-provision-libtensorflow [options] [FOLDER ...]
  mosa-provision-libtensorflow help

For where their own install script cannot download one: install them with npm install --ignore-scripts, then run this.
The libraries come from a wheel of TensorFlow 2.18.1, pinned by its hash, which python3 -m pip downloads from the index
that it is configured for. Needs Linux, a C++ compiler (CXX, or g++) and nm.

  FOLDER               a tfjs-node package. Default: those that are installed here
  --flavor cpu|gpu     gpu: for CUDA 12, with cuDNN 9; falls back on the CPU. Default: cpu
  --wheel FILE         a wheel that is already here; then neither Python nor a network is needed
  --sha256 HEX         the hash of FILE, where it is another wheel than the pinned one
  --cache DIR          where the unpacked libraries are kept; the packages link to it, so it must stay.
                       Default: mosa-js/libtensorflow in XDG_CACHE_HOME or ~/.cache
  --check              change nothing, say what is there, on which device it runs, and what libtensorflow says of CUDA
  --remove             take addon and link out of the packages; the cache stays
  --force              also replace an addon that was installed in another way
  --json               print the result as JSON on standard output
  --help, --version

Exit code 0 if every package is provisioned (with --remove: none is), 3 if something that it needs cannot be had (the
wheel, a compiler, a package), 130, 143 or 129 if Ctrl-C, SIGTERM or SIGHUP interrupted it, otherwise 1.
`;
