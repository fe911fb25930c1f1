import { GreenletExit } from '../../core/errors/errors.ts';
import { share } from '../../contract/share.ts';
import { cancellations } from '../../contract/cancellations/cancellations.ts';
import { getCurrent, type Greenlet as RawGreenlet } from '../../core/greenlet.ts';
import { Greenlet } from '../greenlet.ts';

/** What must not be left before those that it is told of have ended. */
export interface Scope {
  outlast(greenlet: Greenlet): void;
}

/**
 * The tasks of groups, and what they have started, until they end, with the scopes that they belong to: what these start is killed with them, unless that
 * says otherwise.
 */
const scoped = share(Symbol.for('greenlets:v1:scoped'), () => new Map<RawGreenlet, Scope>());

/** Whether what the current greenlet starts is bound to it by default. */
export function isScoped(): boolean {
  return scoped.size > 0 && scoped.has(getCurrent());
}

/** What this greenlet starts is bound to it from now on, by default, and ends before the scope if it is killed with it. */
export function bindStarted(greenlet: Greenlet, scope: Scope): void {
  scoped.set(greenlet, scope);
  greenlet.onEnd(() => scoped.delete(greenlet));
}

/** Kills the greenlet when the current one is killed, by default with all that it starts itself. */
export function bindToCurrent(greenlet: Greenlet): void {
  const starter = getCurrent();
  const scope = scoped.get(starter);
  killWith(greenlet, starter, scope);
  if (scope !== undefined) bindStarted(greenlet, scope);
}

/** Only a greenlet that has a result, and the body of an async function, can be killed and tell of it. */
function killWith(greenlet: Greenlet, starter: RawGreenlet, scope: Scope | undefined): void {
  const end = (): void => {
    greenlet.interrupt(new GreenletExit(), 'kill', starter);
    scope?.outlast(greenlet);
  };
  if (starter instanceof Greenlet) {
    const ended = (): void => {
      if (starter.killed) end();
    };
    starter.onEnd(ended);
    greenlet.onEnd(() => starter.unlink(ended));
  } else if ('promise' in starter && starter.promise instanceof Promise) {
    starter.promise.catch((error: unknown) => {
      if (isKill(starter, error)) end();
    });
  }
}

/** Whether a greenlet that has ended with this error was killed. */
function isKill(greenlet: RawGreenlet, error: unknown): boolean {
  return error instanceof GreenletExit || cancellations.find(greenlet, error) !== undefined;
}
