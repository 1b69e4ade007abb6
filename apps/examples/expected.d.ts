interface Expected {
  readonly isolated: boolean;
  readonly flags: readonly string[];
  readonly state: RegExp;
  readonly count: { readonly selector: string; readonly is: number };
}

/** Of those in Node: what `npm start` prints. */
export const says: Readonly<Record<'node' | 'typescript' | 'own-tensors' | 'own-adapter', RegExp>>;

/** Of the pages: whether their example serves them isolated, flags of Chromium, what `#state` says in the end, and how many elements a selector finds. */
export const pages: Readonly<
  Record<'vite' | 'vite-webgpu' | 'vite-tfjs-layers' | 'vite-onnxruntime' | 'vite-onnxruntime-webgpu', Expected>
>;
