const { use } = require('./use.cjs');

const [entries, libraries] = process.argv.slice(2).map((text) => JSON.parse(text));
use((name) => require(name), entries, libraries).then((result) => console.log(JSON.stringify(result)));
