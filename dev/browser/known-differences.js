/** Tests that fail in a browser, and why. The run fails as soon as one of them passes. */
export const knownDifferences = [
  {
    reason: 'They compile programs while they run, with Babel.',
    tests: [
      'test/border/accessors.test.ts: (the whole file)',
      'test/border/border-fuzzer.test.ts: (the whole file)',
      'test/border/private-functions.test.ts: (the whole file)',
      'test/cancellation/abandoned.test.ts: (the whole file)',
      'test/cancellation/async-bodies.test.ts: (the whole file)',
      'test/cancellation/async-body-kills.test.ts: (the whole file)',
      'test/cancellation/async-body-limits.test.ts: (the whole file)',
      'test/cancellation/async-body-throws.test.ts: (the whole file)',
      'test/cancellation/catch-clauses.test.ts: (the whole file)',
    ],
  },
  {
    reason: 'They use modules of Node throughout: `async_hooks`, `fs`, `http`, `events`, `vm`.',
    tests: [
      'test/core/context.test.ts: the context of a greenlet › (the whole block)',
      'test/core/frames.test.ts: (the whole file)',
      'test/core/to-error.test.ts: (the whole file)',
      'test/green/green.test.ts: The view of an object › (the whole block)',
      'test/hub/async-scopes.test.ts: (the whole file)',
      'test/runtime/local.test.ts: AsyncLocalStorage › (the whole block)',
      'test/web/fetch.test.ts: (before the tests)',
    ],
  },
  {
    reason: 'They drive a browser themselves, or load the package twice by means of Jest.',
    tests: [
      'test/hub/copies.test.ts: two copies of the runtime › (before the tests)',
      'test/web/browser.test.ts: (the whole file)',
    ],
  },
  {
    reason: 'They read a file, or name theirs.',
    tests: [
      'test/border/switch-error.test.ts: A refusal › names the call: readFileSync()',
      'test/hub/hub.test.ts: the hub › a greenlet that spins does not starve I/O',
      'test/observe/profile.test.ts: A profile › tells what held up the process outside greenlets, and where',
      'test/observe/profile.test.ts: A profile › is refused while another one is made, and ends once',
    ],
  },
  {
    reason: 'Monitors watch from another thread of Node, whose inspector they use.',
    tests: [
      'test/observe/monitor.test.ts: A monitor › counts',
      'test/observe/monitor.test.ts: A monitor › names a greenlet that runs for too long, and tells what it does',
      'test/observe/monitor.test.ts: A monitor › is the only one',
    ],
  },
  {
    reason: 'In a bundle, the library is in the same files as the program: messages cannot tell their functions apart.',
    tests: [
      'test/border/advice.test.ts: Queue.get() in code that is not compiled › is refused outside greenlets with the function of the program that makes the call, and with what else can be done',
      'test/border/advice.test.ts: Queue.get() in code that is not compiled › is refused in a greenlet in the same way',
      'test/border/advice.test.ts: Greenlet.get() in code that is not compiled › is refused outside greenlets with the function of the program that makes the call, and with what else can be done',
      'test/border/advice.test.ts: Greenlet.get() in code that is not compiled › is refused in a greenlet in the same way',
      'test/border/advice.test.ts: A callback of the library that must not block › of a PriorityQueue is named for what it is',
      'test/border/advice.test.ts: A callback of the library that must not block › of a Barrier is named for what it is',
      'test/border/advice.test.ts: A callback of the library that must not block › that is not compiled is named for what it is',
      'test/border/proxies.test.ts: a marked function behind a proxy › is a border where it is called by call(), and the message names the proxy',
      'test/border/proxies.test.ts: a marked function behind a proxy › is a border where it is given to a native method, and the message names the proxy',
      'test/graph/deadlocks.test.ts: A deadlock › may be of greenlets that wait for the ends of each other',
      'test/graph/deadlocks.test.ts: A deadlock › with a semaphore that anybody may release is not certain',
      'test/graph/deadlocks.test.ts: A pool that is used by its own members › is explained: spawn',
      'test/graph/deadlocks.test.ts: A pool that is used by its own members › is explained: imap',
      'test/graph/deadlocks.test.ts: A watch for deadlocks › reports each that lasts, once',
    ],
  },
  {
    reason: 'A bundle puts what the test imports into other files than those that it looks for.',
    tests: [
      'test/border/bound.test.ts: A function that code which is not compiled has bound › is not blamed where the function is called by code that is not compiled',
      'test/border/bound.test.ts: A function that code which is not compiled has bound › is a border if its target is not compiled',
      'test/border/switch-error.test.ts: A blocking call below code that is not compiled is refused, and the program goes on: › in a callback that a function named like one of the runtime calls',
      'test/border/switch-error.test.ts: A blocking call below code that is not compiled is refused, and the program goes on: › in a method of a class, and in a constructor',
      'test/graph/deadlocks.test.ts: A deadlock › is found, and drawn as a circle, while the loop lives',
      'test/testing/explore.test.ts: explore › tells where everybody goes on and waits, in the sources',
    ],
  },
  {
    reason: 'Bundles leave out what explains deadlocks of whole programs.',
    tests: [
      'test/hub/deadlock.test.ts: code outside greenlets that waits for what nobody can make ready any more › gets a LoopExit from an event',
      'test/hub/deadlock.test.ts: code outside greenlets that waits for what nobody can make ready any more › gets a LoopExit from a result, which names the greenlets that are stuck as well',
      'test/hub/deadlock.test.ts: code outside greenlets that waits for what nobody can make ready any more › is a marked async function: it is named with what it awaits',
      'test/runtime/join.test.ts: waitFor and iwait › tells who is left if they never end',
    ],
  },
  {
    reason: 'Bundlers rename functions inside of variables of the same name.',
    tests: [
      'test/observe/dump.test.ts: A dump of greenlets › tells what each does, what it waits for and where',
      'test/runtime/pool.test.ts: Pool › applyAsync needs no arguments, and refuses at once what it cannot use',
    ],
  },
  {
    reason: 'Only Node can tell whether an object is a proxy. So its class is not asked for.',
    tests: [
      'test/observe/dump.test.ts: A tree of greenlets › has below each those that it has started',
      'test/runtime/call-text.test.ts: the text of a call › is short, and runs no code of the program: 4',
      'test/runtime/call-text.test.ts: the text of a call › is short, and runs no code of the program: 5',
      'test/runtime/call-text.test.ts: the text of a call › is short, and runs no code of the program: 6',
    ],
  },
  {
    reason: 'The main thread of a page may never wait: the original throws there.',
    tests: [
      'test/web/atomics.test.ts: greenlets/web/atomics › does the same as the original, with another value',
      'test/web/atomics.test.ts: greenlets/web/atomics › does the same as the original, with a timeout',
      'test/web/atomics.test.ts: greenlets/web/atomics › does the same as the original, with no time',
      'test/web/atomics.test.ts: greenlets/web/atomics › does the same as the original, with bigints',
    ],
  },
];
