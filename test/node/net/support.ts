import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wait } from 'greenlets';
import { connect, StreamServer, type Socket, type StreamServerOptions } from '../../../runtime/node/net/index.ts';

/** Runs `client` with a connection to a server that handles it by `handle`; in a greenlet. */
export function withServer<T>(
  handle: (socket: Socket) => unknown,
  client: (socket: Socket, server: StreamServer) => T,
  options: StreamServerOptions = {},
): T {
  'use greenlet';
  const server = new StreamServer({ port: 0, host: '127.0.0.1' }, handle, options);
  server.start();
  try {
    const socket = connect({ port: server.port ?? 0, host: '127.0.0.1' });
    try {
      return client(socket, server);
    } finally {
      socket.close();
    }
  } finally {
    server.stop(0);
  }
}

/** A certificate for localhost that nobody has signed. */
export function createCertificate(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'greenlets-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', cert, ...subject], { stdio: 'pipe' });
  const pair = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return pair;
}

/** What a call returns, or throws. */
export function attempt(call: () => unknown): unknown {
  'use greenlet';
  try {
    return call();
  } catch (error) {
    return error;
  }
}

/** Lets the event loop look after input and output a few times. */
export function turnLoop(): void {
  'use greenlet';
  for (let turn = 0; turn < 5; turn++) wait(new Promise(setImmediate));
}
