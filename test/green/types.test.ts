import { createGreen, green, type Green } from 'greenlets/green';
import { Client, load, type Transaction } from './library.ts';

/*
 * What is tested here is checked by the compiler: `tsc` refuses the file if a type is another one.
 */

type Probe<T> = <Any>() => Any extends T ? 1 : 2;
type Same<A, B> = Probe<A> extends Probe<B> ? true : false;

/** `exactly<Expected>()(value, true)` compiles only if the value has exactly that type. */
function exactly<Expected>() {
  return <Actual>(_value: Actual, same: Same<Actual, Expected>): void => expect(same).toBe(true);
}

declare function generic<T>(value: T): Promise<T[]>;
declare function overloaded(value: string): Promise<string>;
declare function overloaded(value: number): Promise<number>;
declare function overloaded(value: boolean, callback: (error: Error | null) => void): void;

declare const seen: never;

interface Row {
  id: number;
  at: Date;
}

/** Never called: there is nothing behind the declarations. */
function typed(client: Green<Client>): void {
  exactly<string>()(green(load)('a'), true);
  exactly<number[]>()(green(generic)(3), true);
  exactly<string[]>()(green(generic)('a'), true);

  const several = green(overloaded);
  exactly<string>()(several('a'), true);
  exactly<number>()(several(1), true);
  several(true, (error) => exactly<Error | null>()(error, true));

  exactly<string>()(client.query(1), true);
  exactly<string[]>()(client.query([1]), true);
  exactly<string>()(client.name, true);
  exactly<Promise<string>>()(client.ready, true);
  exactly<Green<Client>>()(client.ping(), true);
  exactly<Green<Client>>()(client.ping().ping(), true);
  exactly<Client>()(client.async, true);
  const { transaction, at } = client.begin();
  exactly<string>()(transaction.commit(), true);
  exactly<Green<Transaction>>()(transaction, true);
  exactly<Date>()(at, true);

  for (const row of client.rows(3)) exactly<string>()(row, true);
  client.each([1], (row, view) => {
    exactly<string>()(row, true);
    exactly<string>()(view.query(1), true);
  });
  client.each([1], async (_row, view) => exactly<Green<Client>>()(view, true));
  client.uses(client, { client: client.async });

  const GreenClient = green(Client);
  exactly<Green<Client>>()(new GreenClient('a'), true);
  exactly<string>()(GreenClient.connect('a').query(1), true);
  exactly<string>()(GreenClient.version, true);

  // A view is what it is.
  expect(client === green(client)).toBe(true);
  expect(GreenClient === green(GreenClient)).toBe(true);
  const again: Green<Client> = green(client);
  exactly<string>()(again.query(1), true);
  exactly<string>()(green(client).query(1), true);
  exactly<Green<Client>>()(seen as Green<Green<Client>>, true);
  exactly<string>()(green(client.query)(1), true);
  new Map([[client, 1]]).get(green(client.async));

  exactly<Row>()(seen as Green<Row>, true);
  exactly<Row[]>()(seen as Green<Row[]>, true);
  exactly<string | undefined>()(seen as Green<string | undefined>, true);
  exactly<unknown>()(seen as Green<unknown>, true);
  exactly<Row | null>()(
    green({ find: (id: number): Promise<Row | null> => Promise.resolve({ id, at: new Date() }) }).find(1),
    true,
  );
  exactly<string>()(createGreen({}).of(load)('a'), true);
}

test('the types are those of the values', () => {
  expect(typeof typed).toBe('function');
});
