// The process of a registry: is told what to serve, answers with its port, and ends with its parent.
import './end-with-parent.js';
import { runServer } from 'verdaccio';

process.once('message', async ({ config, port, host }) => {
  const app = await runServer(config);
  app.once('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  app.listen(port, host, () => process.send(app.address().port));
});
process.channel.ref();
