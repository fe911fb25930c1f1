import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { run, sleep, spawn, SwitchError } from 'greenlets';
import { green } from 'greenlets/adapters/nodemailer';

describe('greenlets/adapters/nodemailer', () => {
  const received: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => {
        received.push(text);
        done();
      });
    },
    onRcptTo: ({ address }, _session, done) => done(address.startsWith('nobody') ? new Error('no such user') : null),
  });
  let port = 0;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  beforeEach(() => received.splice(0));
  afterAll(async () => await new Promise<void>((resolve) => server.close(() => resolve())));

  const mail = { from: 'a@example.org', to: 'b@example.org', subject: 'Hello', text: 'Good morning.' };

  it('sends mail without await, typed', async () => {
    const transport = green(createTransport({ host: '127.0.0.1', port }));
    await run(() => {
      'use greenlet';
      expect(transport.verify()).toBe(true);
      const { accepted, messageId } = transport.sendMail(mail);
      expect([accepted, typeof messageId]).toEqual([['b@example.org'], 'string']);
    });
    expect(received).toEqual([expect.stringContaining('Good morning.')]);
    expect(() => transport.sendMail(mail)).toThrow(SwitchError);
  });

  it('throws what the server says', async () => {
    const transport = green(createTransport({ host: '127.0.0.1', port }));
    const failing = run(() => {
      'use greenlet';
      transport.sendMail({ ...mail, to: 'nobody@example.org' });
    });
    await expect(failing).rejects.toThrow('no such user');
  });

  it('leaves nothing behind when greenlets are killed at random moments', async () => {
    const transport = green(createTransport({ host: '127.0.0.1', port, pool: true, maxConnections: 2 }));
    await run(() => {
      'use greenlet';
      for (let round = 0; round < 20; round++) {
        const greenlet = spawn(() => transport.sendMail(mail));
        sleep(round % 5);
        greenlet.kill();
      }
      while (received.length < 18) sleep(1);
    });
    transport.close();
    const count = (): Promise<number> =>
      new Promise((resolve) => server.server.getConnections((_, open) => resolve(open)));
    while ((await count()) > 0) await new Promise((resolve) => setImmediate(resolve));
  });
});
