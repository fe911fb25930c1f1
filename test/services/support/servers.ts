import { connect } from 'node:net';

/** Where the servers are. `none` leaves the tests of a server out. */
const ADDRESSES = {
  POSTGRES: 'postgres://root@127.0.0.1:5432/test',
  MYSQL: 'mysql://root@127.0.0.1:3306/test',
  REDIS: 'redis://127.0.0.1:6379',
  AMQP: 'amqp://guest:guest@127.0.0.1:5672',
  MQTT: 'mqtt://127.0.0.1:1883',
  NATS: 'nats://127.0.0.1:4222',
} as const;

export type Server = keyof typeof ADDRESSES;

/** The address of a server: from `GREENLETS_TEST_POSTGRES` and so on, or where such a server usually is. */
export function addressOf(server: Server): string {
  return process.env[variable(server)] ?? ADDRESSES[server];
}

/** The tests of an adapter. They fail with a clear message where its server does not answer. */
export function describeWith(server: Server, title: string, tests: (address: string) => void): void {
  const address = addressOf(server);
  const suite = address === 'none' ? describe.skip : describe;
  suite(title, () => {
    beforeAll(async () => await expectAnswer(server, new URL(address)));
    tests(address);
  });
}

function expectAnswer(server: Server, { hostname, port, href }: URL): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.on('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.on('error', (cause) =>
      reject(
        new Error(`no server answers at ${href}: set ${variable(server)} to its address, or to "none"`, { cause }),
      ),
    );
  });
}

function variable(server: Server): string {
  return `GREENLETS_TEST_${server}`;
}
