/** What a row of the benchmarks measures, for somebody who has not read them. */
export interface RowText {
  title: string;
  text: string;
}

/** By row, in the order of the page. */
export const rowTexts: Record<string, RowText> = {
  'never blocks': {
    title: 'Code that never blocks',
    text: `Programs and packages that could wait at every call, and never do: what it costs only to be able to wait. _plain_ is
the program as it was written. For the others it was compiled: by the plugin with everything marked (_greenlets_), or so
that every function and every call has the colour of the contestant.`,
  },
  'rarely blocks': {
    title: 'Code that rarely blocks',
    text: `Parsers that pull 10 MB from a reader, byte by byte, which has to wait once per so many bytes; and template engines whose
20 partials are read from disk for every page. _synchronous_ has all of it in memory, or reads it while everybody waits.
_await per byte_ awaits each call of the reader; _await when empty_ is optimised by hand and looks into the reader's buffer first,
at every place that reads; the _async generator_ passes the bytes on one by one, whose
numbers do not depend on the size of the chunks.`,
  },
  'native methods': {
    title: 'Methods of arrays',
    text: `Methods that take callbacks, on arrays of several sizes: nanoseconds per element. The callbacks never wait, and marked code does
not know that. _plain_ calls the native methods, and the engine inlines most of them.`,
  },
  switch: {
    title: 'Switching',
    text: `What it costs to let somebody else run. One operation is one switch, in one direction: one suspends and another
resumes, which is what one \`await\` of something that is ready takes. _raw switch_ names its target, as a hand-off
through a resolver does; _sleep(0)_ lets the scheduler choose. A _stack of n frames_ is built, suspended once at the
bottom, and finishes.`,
  },
  spawn: {
    title: 'Spawning',
    text: `_create, run, die_ starts one after the other and takes its result. In the other case there are 100,000 at once, and each
waits for once. _async_ awaits what is ready already, the cheapest there is: everything else has to wait. The _event loop_ lets
input and output in between.`,
  },
  memory: {
    title: 'Memory',
    text: `Bytes of one that waits for an event, after the garbage is collected: at the first call, or ten calls deep.`,
  },
  library: {
    title: 'The library',
    text: `Queues, pools, semaphores, events and timers against the packages that people use for the same with promises. The _async
queue_ is thirty lines of promises, made for this comparison. One operation is one item, task, waiter or timer.`,
  },
  observing: {
    title: 'Being watched',
    text: `What it costs to record what a hundred greenlets do, per wait, with a trace, a profile, or the times of waits. With _sleep(0)_ each lets all others run; with _queue_ each is woken
by the one before it, so that a trace draws an arrow as well. In between it computes: nothing, or for a tenth of a millisecond.`,
  },
  'cooperative modules': {
    title: 'Cooperative modules',
    text: `One call of a function of Node in blocking style, against awaiting the asynchronous form of the same.`,
  },
  server: {
    title: 'An HTTP server',
    text: `Processor time of a server on this machine, per request: 20 connections that are kept, with a handler that waits for
two results in turn, each of which comes with a later turn of the event loop. The client runs in another process and is not counted.`,
  },
  sockets: {
    title: 'Sockets',
    text: `Processor time of a server that sends back messages of 100 bytes, over 20 connections, per message; and the bytes that a connection
takes over which nothing comes. The client runs in another process and is not counted.`,
  },
  servers: {
    title: 'Servers in Python and Go',
    text: `The servers of the rows before, in Python with gevent, and in Go, which uses one processor here: processor time per message of
100 bytes that is sent back, and per request. _async_ is Node with async functions.`,
  },
  'other languages': {
    title: 'Python and Go',
    text: `The same work in Python, with greenlet and gevent, and in Go, which switches by way of channels and uses one processor here.
Each runs in a process of its own. Memory is what the process occupies for Python and Go, and the heap for greenlets, which have no
other stack.`,
  },
  compiler: {
    title: 'The compiler',
    text: `Megabytes of source per second, and the size of what comes out, minified by esbuild, also compressed. _preset-env_ compiles
for Internet Explorer 11; _regenerator_ does, too, after every function was made async, so that all of it can wait as with
_greenlets_. The compilers have warmed up: the first files take any of them two to four times as long.`,
  },
  scale: {
    title: 'Scale',
    text: `Nanoseconds to spawn one, have it wait, and wake it, when there are so many of them at once (medians). Lines that stay flat mean
that the cost of one does not depend on how many there are. Ten timers cost more each than thousands, as each of them has the event
loop to itself: they end over ten milliseconds.`,
  },
};
