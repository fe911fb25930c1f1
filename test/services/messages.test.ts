import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import * as amqplib from 'amqplib';
import mqtt from 'mqtt';
import * as nats from 'nats';
import { Queue, run, sleep, spawn, SwitchError, wait, withTimeout } from 'greenlets';
import { green as greenAmqp } from 'greenlets/adapters/amqplib';
import { green as greenMqtt } from 'greenlets/adapters/mqtt';
import { green as greenNats } from 'greenlets/adapters/nats';
import { killLate, MOMENTS } from '../support/kill-late.ts';
import { describeWith } from './support/servers.ts';
import { countDescriptors, eventually, soak } from './support/soak.ts';

const name = `greenlets-${String(process.pid)}`;

/** How many subscriptions a connection of NATS has. */
function subscriptionsOf(connection: nats.NatsConnection): number {
  return (connection as unknown as { protocol: { subscriptions: { size(): number } } }).protocol.subscriptions.size();
}

/** Whether an iterable of NATS gives no more values. */
function isStopped(iterable: nats.QueuedIterator<unknown>): boolean {
  return (iterable as unknown as { done: boolean }).done;
}

describeWith('AMQP', 'greenlets/adapters/amqplib', (address) => {
  const { connect } = greenAmqp(amqplib);

  it('sends and takes messages without await, in consumers that block', async () => {
    await run(() => {
      'use greenlet';
      const connection = connect(address);
      const channel = connection.createConfirmChannel();
      channel.assertQueue(name, { autoDelete: true });
      channel.sendToQueue(name, Buffer.from('one'));
      channel.waitForConfirms();
      const message = channel.get(name);
      if (message === false) throw new Error('no message');
      expect(message.content.toString()).toBe('one');
      channel.ack(message);

      const heard = new Queue<string>();
      channel.consume(name, (delivery) => {
        'use greenlet';
        if (delivery === null) return;
        // Any call that waits.
        channel.checkQueue(name);
        channel.ack(delivery);
        heard.put(delivery.content.toString());
      });
      for (const text of ['two', 'three']) channel.sendToQueue(name, Buffer.from(text));
      expect([heard.get(), heard.get()]).toEqual(['two', 'three']);
      channel.close();
      connection.close();
    });
  });

  it('throws the errors of the server, and is refused outside greenlets', async () => {
    const failing = run(() => {
      'use greenlet';
      const connection = connect(address);
      try {
        const channel = connection.createChannel();
        channel.on('error', () => undefined);
        channel.checkQueue(`${name}-missing`);
      } finally {
        connection.close();
      }
    });
    await expect(failing).rejects.toThrow('NOT_FOUND');
    expect(() => connect(address)).toThrow(SwitchError);
  });

  it('gives a message back that comes too late, and closes what is opened too late', async () => {
    const descriptors = countDescriptors();
    await run(() => {
      'use greenlet';
      const connection = connect(address);
      const channel = connection.createConfirmChannel();
      channel.assertQueue(name, { autoDelete: true });
      channel.sendToQueue(name, Buffer.from('item'));
      channel.waitForConfirms();
      const getting = spawn(() => channel.get(name));
      const opening = spawn(() => connection.createChannel());
      const connecting = spawn(() => connect(address));
      sleep(0);
      for (const greenlet of [getting, opening, connecting]) greenlet.kill();
      let message = channel.get(name);
      while (message === false) message = channel.get(name);
      expect(message.fields.redelivered).toBe(true);
      channel.deleteQueue(name);
      connection.close();
    });
    await eventually(() => countDescriptors() <= descriptors);
  });

  it('closes a connection that is there if its greenlet is killed before it goes on', async () => {
    let answered: Promise<unknown> = Promise.resolve();
    const view = greenAmqp({ connect: (url: string) => (answered = amqplib.connect(url)) as Promise<object> });
    const descriptors = countDescriptors();
    await run(() => {
      'use greenlet';
      const connecting = spawn(() => view.connect(address));
      sleep(0);
      killLate(connecting, 0, (listener) => void answered.then(listener));
      connecting.join();
      expect(connecting.killed).toBe(true);
    });
    await eventually(() => countDescriptors() <= descriptors);
  });

  it('destroys a connection that is given up before the server answers', async () => {
    let sockets = 0;
    const server = createServer((socket) => {
      sockets++;
      socket.resume().on('close', () => sockets--);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await run(() => {
      'use greenlet';
      const connecting = spawn(() => connect(`amqp://127.0.0.1:${String(port)}`));
      while (sockets === 0) sleep(1);
      connecting.kill();
      wait(eventually(() => sockets === 0));
    });
    server.close();
  });

  it('cancels a consumer whose call is given up', async () => {
    await run(() => {
      'use greenlet';
      const connection = connect(address);
      const channel = connection.createChannel();
      const { queue } = channel.assertQueue('', { exclusive: true });
      const consuming = spawn(() => channel.consume(queue, () => undefined));
      sleep(0);
      consuming.kill();
      wait(eventually(async () => (await channel.async.checkQueue(queue)).consumerCount === 0));
      connection.close();
    });
  });

  it('leaves nothing behind when greenlets are killed at random moments', async () => {
    const descriptors = countDescriptors();
    await soak(40, 30, (round) => {
      'use greenlet';
      const connection = connect(address);
      try {
        const channel = connection.createChannel();
        const queue = channel.assertQueue('', { exclusive: true }).queue;
        channel.sendToQueue(queue, Buffer.from(String(round)));
        for (;;) channel.get(queue, { noAck: true });
      } finally {
        connection.close();
      }
    });
    await eventually(() => countDescriptors() <= descriptors);
  });
});

describeWith('MQTT', 'greenlets/adapters/mqtt', (address) => {
  const { connectAsync } = greenMqtt(mqtt);

  it('publishes and hears messages without await', async () => {
    await run(() => {
      'use greenlet';
      const client = connectAsync(address);
      const heard = new Queue<string>();
      client.on('message', (_topic: string, payload: Buffer) => heard.put(payload.toString()));
      client.subscribeAsync(name);
      client.publishAsync(name, 'hello', { qos: 1 });
      expect(heard.get()).toBe('hello');
      client.endAsync();
      expect(client.connected).toBe(false);
    });
    expect(() => connectAsync(address)).toThrow(SwitchError);
  });

  it('ends a client that is connected if its greenlet is killed before it goes on', async () => {
    const made: mqtt.MqttClient[] = [];
    let killed = 0;
    const view = greenMqtt({
      // Its own: a function has one view.
      connectAsync: (url: string) => mqtt.connectAsync(url),
      connect: (url: string) => {
        const client = mqtt.connect(url);
        made.push(client);
        return client;
      },
    });
    await run(() => {
      'use greenlet';
      for (const moment of MOMENTS) {
        const connecting = spawn(() => view.connectAsync(address));
        sleep(0);
        const client = made.at(-1);
        killLate(connecting, moment, (listener) => client?.once('connect', listener));
        connecting.join();
        // It may have gone on before.
        if (connecting.killed) killed++;
        else connecting.get().end();
        expect([moment, client?.disconnecting]).toEqual([moment, true]);
      }
      expect(killed).toBeGreaterThan(0);
    });
  });

  it('tries no more to connect when that is given up', async () => {
    let attempts = 0;
    const server = createServer((socket) => {
      attempts++;
      socket.on('error', () => undefined).destroy();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      await run(() => {
        'use greenlet';
        const url = `mqtt://127.0.0.1:${String(port)}`;
        withTimeout(100, () => connectAsync(url, { reconnectPeriod: 10 }), { timeoutValue: null });
      });
      expect(attempts).toBeGreaterThan(1);
      // An attempt may be under way that the server has not seen yet.
      await setTimeout(50);
      const seen = attempts;
      await setTimeout(100);
      expect(attempts).toBe(seen);
    } finally {
      server.close();
    }
  });

  it('ends a client that is connected, but has no answer yet, when that is given up', async () => {
    let sockets = 0;
    const server = createServer((socket) => {
      sockets++;
      socket.resume().on('close', () => sockets--);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await run(() => {
      'use greenlet';
      const connecting = spawn(() => connectAsync(`mqtt://127.0.0.1:${String(port)}`));
      while (sockets === 0) sleep(1);
      connecting.kill();
      wait(eventually(() => sockets === 0));
    });
    server.close();
  });

  it('leaves nothing behind when greenlets are killed at random moments', async () => {
    const descriptors = countDescriptors();
    await soak(40, 30, () => {
      'use greenlet';
      const client = connectAsync(address);
      try {
        for (;;) client.publishAsync(name, 'x', { qos: 1 });
      } finally {
        client.endAsync(true);
      }
    });
    await eventually(() => countDescriptors() <= descriptors);
  });
});

describeWith('NATS', 'greenlets/adapters/nats', (address) => {
  const { connect } = greenNats(nats);
  const servers = new URL(address).host;

  it('asks and answers without await, and iterates over subscriptions', async () => {
    await run(() => {
      'use greenlet';
      const connection = connect({ servers });
      const subscription = connection.subscribe(name);
      const answering = spawn(() => {
        for (const message of subscription) {
          message.respond(`${message.string()}!`);
          if (message.string() === 'last') break;
        }
      });
      expect(connection.request(name, 'hello').string()).toBe('hello!');
      expect(connection.request(name, 'last').string()).toBe('last!');
      answering.join();
      expect(subscription.isClosed()).toBe(true);
      connection.drain();
      expect(connection.isClosed()).toBe(true);
    });
  });

  it('stores messages by JetStream', async () => {
    await run(() => {
      'use greenlet';
      const connection = connect({ servers });
      const manager = connection.jetstreamManager();
      manager.streams.add({ name, subjects: [`${name}.>`] });
      const stream = connection.jetstream();
      expect(stream.publish(`${name}.a`).seq).toBe(1);
      manager.consumers.add(name, { durable_name: 'all', ack_policy: nats.AckPolicy.Explicit });
      const message = stream.consumers.get(name, 'all').next({ expires: 1000 });
      expect(message?.subject).toBe(`${name}.a`);
      message?.ack();
      expect(manager.streams.delete(name)).toBe(true);
      connection.close();
    });
    expect(() => connect({ servers })).toThrow(SwitchError);
  });

  it('takes a subscription back at once when its loop is killed while it waits', async () => {
    await run(() => {
      'use greenlet';
      const connection = connect({ servers });
      const heard = new Queue<string>();
      const work = (): void => {
        for (const message of connection.subscribe(name, { queue: 'workers' })) heard.put(message.string());
      };
      const killed = spawn(work);
      spawn(work);
      connection.flush();
      killed.kill();
      const jobs = Array.from({ length: 20 }, (_, number) => `job ${String(number)}`);
      for (const job of jobs) connection.publish(name, job);
      expect(jobs.map(() => heard.get(1000))).toEqual(jobs);
      connection.close();
    });
  });

  it('stops whatever a loop waits for when it is killed or its time is over', async () => {
    await run(() => {
      'use greenlet';
      const connection = connect({ servers });
      const stream = connection.jetstream();
      const manager = connection.jetstreamManager();
      manager.streams.add({ name, subjects: [`${name}.>`] });
      manager.consumers.add(name, { durable_name: 'all', ack_policy: nats.AckPolicy.Explicit });
      const consumer = stream.consumers.get(name, 'all');
      const bucket = stream.views.kv(name);
      connection.subscribe(`${name}-silent`, { callback: () => undefined });
      // The first request subscribes to all answers.
      connection.requestMany(`${name}-silent`, '', { maxWait: 1 });
      const held = subscriptionsOf(connection.async);

      for (const begin of [
        () => connection.subscribe(name, { timeout: 60_000 }),
        () => connection.requestMany(`${name}-silent`, '', { maxWait: 60_000 }),
        () => connection.requestMany(`${name}-silent`, '', { maxWait: 60_000, noMux: true }),
        () => connection.status(),
        () => consumer.consume(),
        () => consumer.fetch(),
        () => stream.consumers.get(name).consume(),
        () => stream.subscribe(`${name}.a`, nats.consumerOpts({ deliver_subject: nats.createInbox() })),
        () => bucket.watch(),
      ]) {
        const begun = new Queue<nats.QueuedIterator<unknown>>();
        const listening = spawn(() => {
          const iterable = begin() as unknown as Iterable<unknown> & { async: nats.QueuedIterator<unknown> };
          begun.put(iterable.async);
          return [...iterable];
        });
        const iterable = begun.get(1000);
        listening.kill();
        expect([begin.toString(), isStopped(iterable)]).toEqual([begin.toString(), true]);
      }
      expect(withTimeout(5, () => [...connection.subscribe(name)], { timeoutValue: 'late' })).toBe('late');
      wait(eventually(() => subscriptionsOf(connection.async) === held));
      manager.streams.delete(name);
      bucket.destroy();
      connection.close();
    });
  });

  it('takes back what comes too late: subscriptions, and messages of JetStream', async () => {
    await run(() => {
      'use greenlet';
      const connection = connect({ servers });
      const stream = connection.jetstream();
      const manager = connection.jetstreamManager();
      manager.streams.add({ name, subjects: [`${name}.>`] });
      manager.consumers.add(name, { durable_name: 'all', ack_policy: nats.AckPolicy.Explicit });
      const consumer = stream.consumers.get(name, 'all');
      const bucket = stream.views.kv(name);
      const held = subscriptionsOf(connection.async);
      stream.publish(`${name}.a`, 'item');
      const late = [
        spawn(() => bucket.watch()),
        spawn(() => stream.subscribe(`${name}.a`, nats.consumerOpts({ deliver_subject: nats.createInbox() }))),
        spawn(() => consumer.next()),
      ];
      sleep(0);
      for (const greenlet of late) greenlet.kill();
      const message = consumer.next({ expires: 5000 });
      expect([message?.string(), message?.redelivered]).toEqual(['item', true]);
      message?.ack();
      wait(eventually(() => subscriptionsOf(connection.async) === held));
      manager.streams.delete(name);
      bucket.destroy();
      connection.close();
    });
  });

  it('throws what a request is refused with, and times out', async () => {
    await run(() => {
      'use greenlet';
      const connection = connect({ servers });
      try {
        connection.request(`${name}.nobody`);
        throw new Error('somebody has answered');
      } catch (error) {
        expect((error as nats.NatsError).code).toBe(nats.ErrorCode.NoResponders);
      }
      connection.subscribe(name);
      expect(withTimeout(20, () => connection.request(name), { timeoutValue: 'late' })).toBe('late');
      connection.close();
    });
  });

  it('leaves nothing behind when greenlets are killed at random moments', async () => {
    const descriptors = countDescriptors();
    await soak(40, 30, () => {
      'use greenlet';
      const connection = connect({ servers });
      try {
        const subscription = connection.subscribe(name);
        connection.flush();
        for (const message of subscription) connection.publish(message.subject);
      } finally {
        connection.close();
      }
    });
    await eventually(() => countDescriptors() <= descriptors);
  });
});
