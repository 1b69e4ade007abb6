declare const __VERSION__: string | undefined;

/** Of this package; sources that are run without a build have none. */
export const version = typeof __VERSION__ === 'undefined' ? 'unbuilt' : __VERSION__;
