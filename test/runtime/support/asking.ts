'use greenlet';

import { AsyncResult, Group, type Greenlet, iwait, joinAll, killAll, sleep, spawn, wait, waitFor } from 'greenlets';
import { errorOf } from './error-of.ts';

type Ways = Record<string, (greenlet: Greenlet<never>) => unknown>;

/** What one can do with a greenlet that is about to fail, without asking for its error. */
export const notAsking: Ways = {
  'if nobody does anything': () => undefined,
  'after a join': (greenlet) => greenlet.join(),
  'after a join that timed out': (greenlet) => greenlet.join(0),
  'after joinAll': (greenlet) => joinAll([greenlet]),
  'after joinAll with a count': (greenlet) => joinAll([greenlet], { count: 1 }),
  'after waitFor': (greenlet) => waitFor([greenlet]),
  'after iwait': (greenlet) => [...iwait([greenlet])],
  'in spite of a link': (greenlet) => greenlet.link(() => undefined),
  'in spite of a link for values': (greenlet) => greenlet.linkValue(() => undefined),
  'in spite of a rawlink': (greenlet) => greenlet.rawlink(() => undefined),
  'after an early look at exception': (greenlet) => greenlet.exception,
  'after a look at its state': (greenlet) => [greenlet.join(), greenlet.successful(), greenlet.value],
  'after a get that timed out': (greenlet) => errorOf(() => greenlet.get(0)),
  'after a get that was killed': (greenlet) => killedGet(greenlet),
  'after a link for exceptions that was taken back': (greenlet) => linkAndUnlink(greenlet),
  'though a result takes it over': (greenlet) => greenlet.link(new AsyncResult()),
  'though a result takes it over by a rawlink': (greenlet) => takenOver(greenlet),
  'though a result has a link for it': (greenlet) => takenOverError(greenlet),
  'though a further result takes it over': (greenlet) => takenOver(takenOver(greenlet)),
  'though somebody waits for that result': (greenlet) => takenOver(greenlet).wait(),
  'though somebody has looked at that result early': (greenlet) => takenOver(greenlet).exception,
  'after the join of its group': (greenlet) => new Group([greenlet]).join(),
  'after a group wanted the error, but ran out of time': (greenlet) =>
    new Group([greenlet]).join({ timeout: 0, raiseError: true }),
};

function killedGet(greenlet: Greenlet<never>): void {
  const asker = spawn(() => greenlet.get());
  sleep(0);
  asker.kill();
}

function takenOver(source: Greenlet<never> | AsyncResult<never>): AsyncResult<never> {
  const result = new AsyncResult<never>();
  source.rawlink(result);
  return result;
}

function takenOverError(greenlet: Greenlet<never>): AsyncResult<never> {
  const result = new AsyncResult<never>();
  greenlet.linkException(result);
  return result;
}

function lookAt(result: AsyncResult<never>): unknown {
  result.wait();
  return result.exception;
}

function linkAndUnlink(greenlet: Greenlet<never>): void {
  const callback = (): void => undefined;
  greenlet.linkException(callback);
  greenlet.unlink(callback);
}

/** Ways to ask for it. */
export const asking: Ways = {
  'if somebody gets it': (greenlet) => errorOf(() => greenlet.get()),
  'if somebody waits for it as a promise': (greenlet) => errorOf(() => wait(greenlet)),
  'if somebody has a promise for it': (greenlet) => void greenlet.then(undefined, () => undefined),
  'if joinAll is to raise it': (greenlet) => errorOf(() => joinAll([greenlet], { raiseError: true })),
  'if the join of its group is to raise it': (greenlet) =>
    errorOf(() => new Group([greenlet]).join({ raiseError: true })),
  'if there is a link for it': (greenlet) => greenlet.linkException(() => undefined),
  'if a link looks at it': (greenlet) => greenlet.link(() => greenlet.exception),
  'if a rawlink looks at it': (greenlet) => greenlet.rawlink(() => greenlet.exception),
  'if a result takes it over, and somebody gets it there': (greenlet) => errorOf(() => takenOver(greenlet).get()),
  'if somebody waits for it there as a promise': (greenlet) => errorOf(() => wait(takenOver(greenlet))),
  'if somebody has a promise for it there': (greenlet) => void takenOver(greenlet).then(undefined, () => undefined),
  'if somebody looks at it there': (greenlet) => lookAt(takenOver(greenlet)),
  'if a further result takes it over, and somebody gets it there': (greenlet) =>
    errorOf(() => takenOver(takenOver(greenlet)).get()),
  'if a result has a link for it, and somebody gets it there': (greenlet) =>
    errorOf(() => takenOverError(greenlet).get()),
  'if somebody looks at it after a join': (greenlet) => [greenlet.join(), greenlet.exception],
  'if somebody gets it after joinAll': (greenlet) => [joinAll([greenlet]), errorOf(() => greenlet.get())],
  'if somebody gets it after waitFor': (greenlet) => [waitFor([greenlet]), errorOf(() => greenlet.get())],
  'if somebody looks at it in a loop over iwait': (greenlet) => (iwait([greenlet]).next().value as Greenlet).exception,
  'if it was killed with that error': (greenlet) => greenlet.kill(new Error('killer')),
  'if all were killed with that error': (greenlet) => killAll([greenlet], new Error('killer')),
};
