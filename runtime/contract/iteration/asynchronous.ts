/** How to iterate what is only asynchronously iterable: known once there is a hub, which can wait. */
export const asynchronous: {
  method: (value: unknown) => unknown;
  /** Makes an iterator that waits, of an asynchronous one. */
  wait: (iterator: object, source: object) => object;
} = { method: () => null, wait: (iterator) => iterator };
