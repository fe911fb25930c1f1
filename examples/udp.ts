'use greenlet';

/*
 * A server that answers datagrams with the time, and a client that asks again when an answer is lost: `npx greenlets run examples/udp.ts`.
 */
import { retry } from 'greenlets/helpers';
import { spawn } from 'greenlets';
import { bind, type DatagramSocket } from 'greenlets/node/dgram';

let asked = 0;

/** It overhears every second question, as a network might. */
function tellTime(socket: DatagramSocket): void {
  for (const { data, address, port } of socket) {
    asked++;
    if (asked % 2 === 0) socket.send(`${data.toString()} at ${new Date().toISOString()}`, port, address);
  }
}

const server = bind({ address: '127.0.0.1' });
const serving = spawn(tellTime, server);

const client = bind({ address: '127.0.0.1' });
for (const question of ['first', 'second']) {
  const answer = retry(
    () => {
      client.send(question, server.address.port, '127.0.0.1');
      return client.receive(200).data.toString();
    },
    { attempts: 5, backoff: { first: 1 } },
  );
  console.log(answer);
}
client.close();
server.close();
serving.join();
console.log(`asked ${asked} times`);
