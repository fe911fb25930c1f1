import realCrypto from 'node:crypto';
import { GreenletExit, run, sleep, spawn, SwitchError } from 'greenlets';
import cooperativeCrypto, { implemented } from '../../runtime/node/crypto/index.ts';
import * as namespace from '../../runtime/node/crypto/index.ts';
import { listCalls, outcomeOf, perform, performInGreenlet, type Cases, type Outcome } from './support/outcomes.ts';

type Name = (typeof implemented)[number];

const rsa = realCrypto.generateKeyPairSync('rsa', { modulusLength: 1024 });
const ed = realCrypto.generateKeyPairSync('ed25519');
const pem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' });
const data = Buffer.alloc(10_000, 'data');
const signature = realCrypto.sign('sha256', data, rsa.privateKey);
const PRIME = 2n ** 127n - 1n;

const cases: Cases<Name> = {
  argon2Sync: [
    [
      'a message',
      () => [
        'argon2id',
        { message: 'm', nonce: Buffer.alloc(16), parallelism: 1, tagLength: 32, memory: 64, passes: 1 },
      ],
    ],
    ['an unknown algorithm', () => ['argon3', {}]],
    ['invalid parameters', () => ['argon2id', {}]],
  ],
  checkPrimeSync: [
    ['a prime', () => [PRIME]],
    ['no prime', () => [PRIME - 1n]],
    ['a buffer', () => [Buffer.from([5])]],
    ['options', () => [PRIME, { checks: 3 }]],
    ['an invalid candidate', () => ['x']],
    ['invalid options', () => [PRIME, { checks: -1 }]],
  ],
  generateKeyPairSync: [
    ['Ed25519', () => ['ed25519']],
    ['RSA', () => ['rsa', { modulusLength: 512 }]],
    [
      'encodings',
      () => [
        'ec',
        {
          namedCurve: 'P-256',
          publicKeyEncoding: { type: 'spki', format: 'pem' },
          privateKeyEncoding: { type: 'pkcs8', format: 'der' },
        },
      ],
    ],
    ['an unknown type', () => ['nope', {}]],
    ['no options', () => ['rsa']],
    ['an unknown curve', () => ['ec', { namedCurve: 'nope' }]],
  ],
  generateKeySync: [
    ['AES', () => ['aes', { length: 256 }]],
    ['a long key', () => ['hmac', { length: 1_000_000 }]],
    ['an invalid length', () => ['aes', { length: 5 }]],
    ['no options', () => ['hmac']],
  ],
  generatePrimeSync: [
    ['a size', () => [32]],
    ['bigint', () => [32, { bigint: true }]],
    ['a condition', () => [32, { add: 12n, rem: 11n }]],
    ['an invalid size', () => ['x']],
    ['an impossible condition', () => [8, { add: 100_000n }]],
  ],
  hkdfSync: [
    ['little', () => ['sha256', 'key', 'salt', 'info', 32]],
    ['much', () => ['sha512', Buffer.alloc(100_000, 1), 'salt', '', 64]],
    ['a KeyObject', () => ['sha512', realCrypto.createSecretKey(Buffer.alloc(10)), 'salt', '', 8000]],
    ['an unknown digest', () => ['nope', Buffer.alloc(100_000), '', '', 8]],
    ['too long a key', () => ['sha256', 'key', 'salt', 'info', 100_000]],
    ['an invalid length', () => ['sha256', 'key', 'salt', 'info', -1]],
  ],
  pbkdf2Sync: [
    ['one iteration', () => ['password', 'salt', 1, 32, 'sha256']],
    ['many', () => ['password', Buffer.from('salt'), 1000, 32, 'sha512']],
    ['an unknown digest', () => ['password', 'salt', 1000, 32, 'nope']],
    ['no digest', () => ['password', 'salt', 1000, 32]],
    ['invalid iterations', () => ['password', 'salt', 0, 32, 'sha256']],
    ['an invalid password', () => [5, 'salt', 1000, 32, 'sha256']],
  ],
  randomBytes: [
    ['a few', () => [16]],
    ['many', () => [100_000]],
    ['none', () => [0]],
    ['a negative size', () => [-1]],
    ['too many', () => [2 ** 40]],
    ['an invalid size', () => ['x']],
  ],
  randomFillSync: [
    ['a small buffer', () => [Buffer.alloc(16)]],
    ['a large buffer', () => [Buffer.alloc(100_000)]],
    ['an offset', () => [Buffer.alloc(100_000), 5]],
    ['an offset and a size', () => [new Uint32Array(50_000), 5, 40_000]],
    ['an ArrayBuffer', () => [new ArrayBuffer(100_000)]],
    ['an offset out of range', () => [Buffer.alloc(100_000), 200_000]],
    ['a size out of range', () => [Buffer.alloc(100_000), 0, 200_000]],
    ['an invalid offset', () => [Buffer.alloc(100_000), 'x']],
    ['no buffer', () => ['x']],
  ],
  scryptSync: [
    ['a password', () => ['password', 'salt', 32]],
    ['options', () => ['password', 'salt', 32, { N: 16, r: 1, p: 2 }]],
    ['too much memory', () => ['password', 'salt', 32, { N: 2 ** 20 }]],
    ['invalid options', () => ['password', 'salt', 32, { N: 15 }]],
    ['an invalid length', () => ['password', 'salt', -1]],
  ],
  sign: [
    ['RSA', () => ['sha256', data, rsa.privateKey]],
    ['a PEM', () => ['sha256', data, pem]],
    ['Ed25519', () => [null, data, ed.privateKey]],
    ['an unknown digest', () => ['nope', data, rsa.privateKey]],
    ['a public key', () => ['sha256', data, rsa.publicKey]],
    ['invalid data', () => ['sha256', 5, rsa.privateKey]],
    ['no key', () => ['sha256', data]],
    ['a digest that the key does not take', () => ['sha256', data, ed.privateKey]],
    ['an unknown padding', () => ['sha256', data, { key: rsa.privateKey, padding: 99 }]],
  ],
  verify: [
    ['a signature', () => ['sha256', data, rsa.publicKey, signature]],
    ['another signature', () => ['sha256', data, rsa.publicKey, Buffer.alloc(128)]],
    ['a private key', () => ['sha256', data, rsa.privateKey, signature]],
    ['no signature', () => ['sha256', data, rsa.publicKey]],
    ['an invalid key', () => ['sha256', data, 'x', signature]],
    ['a digest that the key does not take', () => ['sha256', data, ed.publicKey, signature]],
    ['an unknown padding', () => ['sha256', data, { key: rsa.publicKey, padding: 99 }, signature]],
  ],
};

const available = implemented.filter((name) => typeof Reflect.get(realCrypto, name) === 'function');
const calls = listCalls(cases).filter(({ name }) => available.includes(name));

/** What is random is told by its kind and its size. */
function comparable(name: Name, outcome: Outcome): unknown {
  if (!('returned' in outcome)) return outcome;
  const isRandom = /^(?:generate|random)/.test(name);
  return { returned: isRandom ? kindOf(outcome.returned) : outcome.returned };
}

function kindOf(value: unknown): unknown {
  if (value instanceof realCrypto.KeyObject) return [value.type, value.asymmetricKeyType, value.symmetricKeySize];
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return [value.constructor.name, hasContent(value)];
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.entries(value).map(([key, each]) => [key, kindOf(each)]);
}

function hasContent(value: ArrayBufferView | ArrayBuffer): unknown {
  const bytes = ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value);
  // DER has a varying length.
  return bytes.length > 200 ? bytes.some((byte) => byte !== 0) : bytes.length > 0;
}

describe('greenlets/node/crypto', () => {
  it('implements every synchronous function of this Node that takes long', () => {
    const synchronous = Object.keys(realCrypto).filter((name) => name.endsWith('Sync'));
    expect(available.filter((name) => name.endsWith('Sync')).sort()).toEqual(synchronous.sort());
  });

  it('passes everything else through', () => {
    expect(Object.keys(cooperativeCrypto)).toEqual(Object.keys(realCrypto));
    const others = Object.keys(realCrypto).filter((name) => !implemented.includes(name as Name));
    expect(others.filter((name) => Reflect.get(namespace, name) !== Reflect.get(realCrypto, name))).toEqual([]);
  });

  it.each(available)('keeps the name and the length of %s', (name) => {
    const shapeOf = ({ name: called, length }: { name: string; length: number }) => ({ called, length });
    expect(shapeOf(cooperativeCrypto[name as 'sign'])).toEqual(shapeOf(realCrypto[name as 'sign']));
  });
});

describe.each(available)('%s', (name) => {
  const own = calls.filter((each) => each.name === name);

  it.each(own)('does the same as the original in a greenlet, with $title', async (each) => {
    const expected = comparable(
      name,
      outcomeOf(() => perform(realCrypto, each)),
    );
    expect(comparable(name, await run(performInGreenlet, cooperativeCrypto, each))).toEqual(expected);
  });

  it.each(own)('does the same as the original outside greenlets, with $title', (each) => {
    const expected = comparable(
      name,
      outcomeOf(() => perform(realCrypto, each)),
    );
    expect(
      comparable(
        name,
        outcomeOf(() => perform(cooperativeCrypto, each)),
      ),
    ).toEqual(expected);
  });
});

describe('deriving a key in marked code', () => {
  /** What happens in which order, while a key is derived. */
  function order(iterations: number): string[] {
    'use greenlet';
    const log: string[] = [];
    const other = spawn(() => log.push('other'));
    realCrypto.pbkdf2Sync('password', 'salt', iterations, 32, 'sha256');
    log.push('derived');
    other.join();
    return log;
  }

  it('lets other greenlets run', async () => {
    expect(await run(order, 10_000)).toEqual(['other', 'derived']);
  });

  it('does not make a detour where there is little to do', async () => {
    expect(await run(order, 1)).toEqual(['derived', 'other']);
  });

  it('throws a SwitchError below unmarked code', async () => {
    const derive = (): string => {
      'use greenlet';
      return String(realCrypto.scryptSync('password', 'salt', 32));
    };
    const error = await run(() => {
      'use greenlet';
      return String({ toString: derive });
    }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(SwitchError);
    expect(String(error)).toContain('crypto.scryptSync() would block');
  });

  it('is given up by a kill', async () => {
    const value = await run(() => {
      'use greenlet';
      const deriving = spawn(() => realCrypto.pbkdf2Sync('password', 'salt', 100_000, 32, 'sha256'));
      sleep(0);
      deriving.kill();
      return deriving.get();
    });
    expect(value).toBeInstanceOf(GreenletExit);
  });

  it('takes a callback as ever', async () => {
    const bytes = await new Promise<Buffer>((resolve, reject) => {
      run(() => {
        'use greenlet';
        realCrypto.randomBytes(100_000, (error, bytes) => (error ? reject(error) : resolve(bytes)));
      }).catch(reject);
    });
    expect(bytes).toHaveLength(100_000);
  });
});
