// node run-checks.mjs MODULE: runs each exported function, `finish` last, and prints one line of JSON for each.
const { finish, ...checks } = await import(process.argv[2]);
for (const [name, check] of [...Object.entries(checks), ...(finish ? [['finish', finish]] : [])]) {
  const started = performance.now();
  let error;
  try {
    await check();
  } catch (thrown) {
    error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  }
  console.log(JSON.stringify({ name, ms: Math.round(performance.now() - started), error }));
}
