// Top-level await.
export default { build: { target: 'es2022' } };
