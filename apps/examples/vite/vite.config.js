// Top-level await, and assets that are named as imports.
export default { build: { target: 'es2022' } };
