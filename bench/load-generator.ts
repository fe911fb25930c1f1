/** Sends so many requests to a server of this machine, and then the number of those that failed to the parent. */
import autocannon from 'autocannon';

process.once('message', (message) => void load(message as autocannon.Options));

async function load(options: autocannon.Options): Promise<void> {
  const { errors, timeouts, non2xx } = await autocannon(options);
  process.send?.(errors + timeouts + non2xx, () => process.exit());
}
