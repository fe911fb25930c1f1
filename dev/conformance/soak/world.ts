import type { Greenlet, Limit, LimitOptions } from 'greenlets';
import {
  Barrier,
  BoundedSemaphore,
  Channel,
  Empty,
  Event,
  Full,
  getCurrent,
  GreenletExit,
  Group,
  isCancellation,
  LifoQueue,
  local,
  Pool,
  PriorityQueue,
  Queue,
  Semaphore,
  ShutDown,
  SwitchError,
  Timeout,
} from 'greenlets';
import type { Greenlet as RawGreenlet } from 'greenlets/core';
import { Actor } from './actor.ts';
import type { Forever } from './forever.ts';
import type { VirtualHost } from '../virtual-host.ts';
import { Items } from './ledgers/items.ts';
import { Ownership } from './ledgers/ownership.ts';
import { Promises } from './ledgers/promises.ts';
import { QueueDesk } from './ledgers/queue-desk.ts';
import { Results } from './ledgers/results.ts';
import { Signals } from './ledgers/signals.ts';
import { Slots } from './ledgers/slots.ts';
import { Tally } from './ledgers/tally.ts';
import { Units } from './ledgers/units.ts';
import { Mishap } from './mishap.ts';
import type { Body, Operation } from './plan.ts';

const KNOWN = [AggregateError, Empty, Full, GreenletExit, Mishap, ShutDown, SwitchError, Timeout];
const MOST_VIOLATIONS = 20;
/** Of a stack. */
const LINES = 6;

/** A channel with its books. */
export interface ChannelDesk {
  readonly channel: Channel<number>;
  readonly items: Items;
}

/** An actor in a greenlet that can be waited for. */
export interface Member {
  readonly actor: Actor;
  readonly greenlet: Greenlet<number>;
}

/** All that the actors of one round share, with the books of it. */
export class World {
  readonly host: VirtualHost;
  readonly forever: Forever;
  #actors = 0;
  #items = 0;
  /** What must not have happened. */
  readonly violations: string[] = [];
  readonly report = (violation: string): void => {
    if (this.violations.length < MOST_VIOLATIONS) this.violations.push(violation);
  };
  readonly tally = new Tally(this.report);
  readonly queues = new Slots(QUEUES.length, (index) => this.#createQueue(index));
  readonly channels: readonly ChannelDesk[] = [1, 2].map((n) => this.#createChannel(`Channel ${n}`));
  readonly semaphores: readonly Units[] = this.#createSemaphores();
  readonly locks: readonly Ownership[] = [1, 2].map((n) => new Ownership(`RLock ${n}`, this.report));
  readonly events: readonly Event[] = [1, 2, 3].map(() => new Event());
  readonly barriers: readonly Barrier[] = [new Barrier(2), new Barrier(3)];
  readonly results = new Slots(3, () => new Results(this.createItem(), this.report));
  readonly promises = new Slots(3, () => new Promises());
  readonly signals = new Signals(this.report);
  readonly groups: readonly Group[] = [new Pool(1), new Pool(3), new Pool(), new Group()];
  /** Each greenlet keeps its own number here. */
  readonly own = local();
  readonly members: Member[] = [];
  /** Every greenlet that has begun. */
  readonly greenlets = new Set<RawGreenlet>();
  /** How many operations have begun. */
  operations = 0;
  /** Depends on everything that has happened, and on the order. */
  digest = 0;
  readonly #reported = new Map<RawGreenlet, Set<unknown>>();
  readonly #sentences = new WeakMap<object, RawGreenlet>();

  constructor(host: VirtualHost, forever: Forever) {
    this.host = host;
    this.forever = forever;
  }

  /** A new actor, not yet in any greenlet. */
  cast(body: Body = []): Actor {
    return new Actor(this, ++this.#actors, body);
  }

  /** An actor got a greenlet that others may wait for and kill. */
  join(actor: Actor, greenlet: Greenlet<number>): Member {
    const member = { actor, greenlet };
    this.members.push(member);
    return member;
  }

  /** One of those who have joined so far; undefined if nobody has. */
  member(index: number): Member | undefined {
    return this.members[index % this.members.length];
  }

  /** A few of them; some may be the same. */
  some(index: number, count: number): Member[] {
    if (this.members.length === 0) return [];
    return Array.from({ length: count }, (_, step) => this.member(index + step * 5) as Member);
  }

  /** Somebody asks for the errors of some. */
  ask(members: readonly Member[]): void {
    for (const { actor } of members) actor.asked = true;
  }

  /** What a greenlet returned to somebody who asked for it. */
  checkResult(actor: Actor, value: unknown): void {
    if (value !== actor.id && !(value instanceof GreenletExit)) {
      this.report(`actor ${actor.id} returned ${String(value)}`);
    }
  }

  /** How long an operation may wait: some have a signal as well as a time, or instead. */
  limit(operation: Operation): Limit {
    const options = this.limitOptions(operation);
    return options.signal === null ? options.timeout : options;
  }

  /** The same as an object. */
  limitOptions(operation: Operation): Required<LimitOptions> {
    return { timeout: operation.ms, signal: this.signal(operation) };
  }

  /** What may be aborted while an operation waits: a signal that is, one that never is, or one of a greenlet. */
  signal({ signal }: Operation): AbortSignal | null {
    if (signal === null) return null;
    const member = signal % 4 === 0 ? this.member(signal) : undefined;
    if (member !== undefined) return this.signals.use(member.greenlet.signal);
    return signal % 4 === 1 ? this.signals.use(this.forever.signal) : this.signals.at(signal);
  }

  /** A greenlet has begun. */
  enter(greenlet: RawGreenlet): void {
    if (!greenlet.isMain) this.greenlets.add(greenlet);
  }

  /** A new item for a queue: any number, of which there is only one. */
  createItem(): number {
    this.#items++;
    return (Math.imul(this.#items, 0x9e3779b1) >>> 16) * 2 ** 20 + this.#items;
  }

  /** The error that a greenlet is killed with, which it alone must not swallow. */
  sentence(greenlet: RawGreenlet): GreenletExit {
    const error = new GreenletExit(`killed at ${this.host.now()} ms`);
    this.#sentences.set(error, greenlet);
    return error;
  }

  /** A clause that names it has taken it. The signal of the greenlet goes on saying the same, which is an ordinary error then. */
  serve(error: GreenletExit): void {
    this.#sentences.delete(error);
  }

  #isSentence(error: unknown, greenlet: RawGreenlet): boolean {
    return typeof error === 'object' && error !== null && this.#sentences.get(error) === greenlet;
  }

  count(actor: Actor, { name }: Operation): void {
    this.operations++;
    this.note(actor.id);
    for (let i = 0; i < name.length; i++) this.note(name.charCodeAt(i));
    this.note(this.host.now());
  }

  note(value: number): void {
    this.digest = Math.imul(this.digest ^ value, 0x01000193);
  }

  /** An operation threw this. Returns whether it wants the current greenlet to stop. */
  judge(error: unknown, operation: Operation): boolean {
    if (!this.isKnown(error)) this.report(`${operation.name}: ${textOf(error)}`);
    return isCancellation(error) || this.#isSentence(error, getCurrent());
  }

  /** Whether it is planned that actors fail with this. */
  isKnown(error: unknown): boolean {
    return KNOWN.some((known) => error instanceof known) || this.signals.isReason(error);
  }

  /** The hub told of an error that nobody handles. */
  readonly uncaught = (error: unknown, greenlet: RawGreenlet | null): void => {
    this.note(2);
    if (greenlet !== null) {
      // What fails while it is cancelled is reported besides what it fails with in the end.
      const errors = this.#reported.get(greenlet) ?? new Set();
      if (errors.has(error)) this.report('an error of a greenlet was reported twice');
      this.#reported.set(greenlet, errors.add(error));
    }
    // A clean-up that would wait where nothing can fails with a SwitchError, besides the cancellation that goes on.
    const isPlanned = [Mishap, SwitchError, Timeout].some((known) => error instanceof known);
    if (!isPlanned && !this.signals.isReason(error)) this.report(`uncaught: ${textOf(error)}`);
  };

  /** Ends whatever somebody may still wait for. */
  release(): void {
    for (const event of this.events) event.set();
    for (const barrier of this.barriers) barrier.abort();
    for (const results of this.results.all) results.settle(false);
    for (const promises of this.promises.all) promises.settle(false);
  }

  /** At the end of the round: everything must be accounted for. */
  audit(): void {
    this.forever.storage.disable();
    for (const desk of this.queues.all) desk.audit();
    for (const { items } of this.channels) items.audit([]);
    for (const units of this.semaphores) units.audit();
    for (const lock of this.locks) lock.audit();
    this.signals.audit();
    this.tally.audit();
    for (const { waiting } of this.barriers) if (waiting > 0) this.report(`${waiting} wait at a barrier at the end`);
    this.#auditGroups();
    this.#auditGreenlets();
  }

  #auditGroups(): void {
    for (const group of this.groups) {
      if (group.size > 0) this.report(`a group has ${group.size} members at the end`);
      if (group instanceof Pool && group.maxSize !== null && group.freeCount() !== group.maxSize) {
        this.report(`a pool has ${group.freeCount()} free places of ${group.maxSize} at the end`);
      }
    }
  }

  #auditGreenlets(): void {
    for (const { actor, greenlet } of this.members) {
      // An abort ends a greenlet quietly.
      const isFailure = actor.failure instanceof Mishap && !this.signals.isReason(actor.failure);
      const isLost = isFailure && !actor.asked && this.#reported.get(greenlet)?.has(actor.failure) !== true;
      if (isLost) this.report(`actor ${actor.id} failed, nobody asked for the error, and it was not reported`);
    }
    for (const greenlet of this.greenlets) {
      if (!greenlet.dead) this.report('a greenlet is left');
      else if (greenlet.top !== null) this.report('a dead greenlet holds a frame');
    }
  }

  #createQueue(index: number): QueueDesk {
    const [name, create] = QUEUES[index] as (typeof QUEUES)[number];
    return new QueueDesk(name, create(), this.report);
  }

  #createChannel(name: string): ChannelDesk {
    return { channel: new Channel(), items: new Items(name, this.report) };
  }

  #createSemaphores(): Units[] {
    const semaphores: [string, Semaphore][] = [
      ['Semaphore(1)', new Semaphore(1)],
      ['Semaphore(3)', new Semaphore(3)],
      ['BoundedSemaphore(2)', new BoundedSemaphore(2)],
    ];
    return semaphores.map(([name, semaphore]) => new Units(name, semaphore, this.report));
  }
}

const QUEUES: readonly (readonly [string, () => Queue<number>])[] = [
  ['Queue', () => new Queue()],
  ['Queue(1)', () => new Queue(1)],
  ['Queue(3)', () => new Queue(3)],
  ['LifoQueue', () => new LifoQueue()],
  ['LifoQueue(2)', () => new LifoQueue(2)],
  ['PriorityQueue', () => new PriorityQueue()],
  ['PriorityQueue(2)', () => new PriorityQueue(2)],
];

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error.stack ?? error.message).split('\n').slice(0, LINES).join('\n');
}
