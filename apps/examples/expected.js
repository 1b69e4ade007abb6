// What each example shows, for the tests here and for the rehearsal of a release.

/** Of those in Node: what `npm start` prints. */
export const says = {
  generating: /^ROMEO:[\s\S]{200,}\n1010080 bytes of caches/,
  node: /^head 3 [█·]{24}$/m,
  typescript: /padding is 0: true/,
  'own-tensors': /tensors left: 0$/m,
  'own-adapter': /passed/,
};

/** As conformance runs its page where there is no GPU. */
const softwareWebgpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-unsafe-swiftshader'];

/** Of the pages: whether their example serves them isolated, flags of Chromium, what `#state` says in the end, and how many elements a selector finds. */
export const pages = {
  vite: {
    isolated: false,
    flags: ['--disable-gpu'],
    state: /^each of 6 heads chose 4 of 16 words, on tfjs \d/,
    count: { selector: 'td.chosen', is: 24 },
  },
  'vite-webgpu': {
    isolated: false,
    flags: softwareWebgpu,
    state: /^20 steps: from ([\d.]+) to ([\d.]+) nats a character, on .*\(software\)$/,
    count: { selector: '#losses div', is: 20 },
  },
  'vite-tfjs-layers': {
    isolated: false,
    flags: [...softwareWebgpu, '--use-gl=angle', '--use-angle=swiftshader'],
    state:
      /^on (\w+): the loss went from ([\d.]+) to ([\d.]+); saved and loaded, its results differ by ([\d.e-]+) at most$/,
    count: { selector: '#losses div', is: 50 },
  },
  'vite-onnxruntime': {
    isolated: true,
    flags: ['--disable-gpu'],
    state: /^each of 4 heads chose 6 of 24 tokens, on onnxruntime-web [\d.]+, with threads$/,
    count: { selector: '#heads', is: 1 },
  },
  'vite-onnxruntime-webgpu': {
    isolated: false,
    flags: softwareWebgpu,
    state: /^results differ by ([\d.e-]+) at most, on .*\(software\); tensors left: 0$/,
    count: { selector: '#times tr', is: 2 },
  },
};
