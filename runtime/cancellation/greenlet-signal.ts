/** The signals of greenlets that somebody has asked for, and what greenlets have been killed with. */
const controllers = new WeakMap<object, AbortController>();
const killers = new WeakMap<object, { error: unknown }>();

/** A signal that is aborted when the greenlet is killed. */
export function signalOf(greenlet: object): AbortSignal {
  const existing = controllers.get(greenlet);
  if (existing !== undefined) return existing.signal;
  const controller = new AbortController();
  controllers.set(greenlet, controller);
  const killer = killers.get(greenlet);
  if (killer !== undefined) controller.abort(killer.error);
  return controller.signal;
}

/** The greenlet is killed. */
export function abortSignal(greenlet: object, error: unknown): void {
  const controller = controllers.get(greenlet);
  if (controller !== undefined) controller.abort(error);
  else if (!killers.has(greenlet)) killers.set(greenlet, { error });
}
