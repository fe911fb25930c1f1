/** What such a handler does with a context, and with whatever comes next. */
type Handle<Context> = (context: Context, next: () => void) => unknown;

/**
 * A handler whose `next` blocks. Its context has the type that the framework gives it where the handler is passed on at once. TypeScript
 * looks through a conditional type for that, and through no other.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- where no framework says what it is, the handler may say so
export type BlockingHandle<Context> = unknown extends Context ? Handle<any> : Handle<Context>;
