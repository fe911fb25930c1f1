import { getCurrent, GreenletExit, isCancellation, sleep, Timeout } from 'greenlets';

/** Every clause is entered or skipped by a greenlet that waits in `wait()`, and what it does is logged. */
class Cancelled extends GreenletExit {}
const named = { Cancelled };
function isExitByHelper(error) {
  return isExitAfterAll(error);
}
function isExitAfterAll(error) {
  const exit = isExit(error);
  if (exit) return exit;
  return false;
}
let isExitLater;
isExitLater = function (error) {
  const reason = error;
  return isExitByHelper(reason);
};
const isExit = (error) => error instanceof GreenletExit;
const isOther = (error) => error.code === 'EXAMPLE';
const isMild = (kind, error) => kind === 'a kill' && isExit(error);
const isInterrupt = isCancellation;
let isAssigned;
isAssigned = isCancellation;
const isDeclaredOfAssigned = isAssigned;

export const classes = { Cancelled };

const wait = () => sleep(1000);

/** By name: the function, which takes a log. */
export const clauses = {
  /* Skipped. */
  plain(log) {
    try {
      wait();
    } catch (error) {
      log('entered', error.name);
    }
    log('went on');
  },
  withoutParameter(log) {
    try {
      wait();
    } catch {
      log('entered');
    }
    log('went on');
  },
  retryLoop(log) {
    for (;;) {
      try {
        return wait();
      } catch {
        log('again');
        sleep(1);
      }
    }
  },
  throwsOtherOnSomePath(log) {
    try {
      wait();
    } catch (error) {
      log('entered');
      if (error.code === 'EXAMPLE') throw new Error('other');
    }
    log('went on');
  },
  throwsInsideItsOwnTry(log) {
    try {
      wait();
    } catch (error) {
      try {
        log('entered');
        throw error;
      } catch {
        log('swallowed');
      }
    }
    log('went on');
  },
  throwsInFunction(log) {
    try {
      wait();
    } catch (error) {
      log('entered');
      [1].forEach(() => {
        throw error;
      });
    }
  },
  asksForOthers(log) {
    try {
      wait();
    } catch (error) {
      log('entered');
      if (error instanceof RangeError || error instanceof Error || isOther(error) || error.name === 'SyntaxError')
        return;
    }
    log('went on');
  },
  destructured(log) {
    try {
      wait();
    } catch ({ name }) {
      log('entered', name);
    }
    log('went on');
  },

  /* Entered, and it goes on. */
  rethrows(log) {
    try {
      wait();
    } catch (error) {
      log('entered', error.name);
      throw error;
    } finally {
      log('finally');
    }
  },
  wraps(log) {
    try {
      wait();
    } catch (error) {
      log('entered');
      throw new Error('wrapped', { cause: new Error('once more', { cause: error }) });
    }
  },
  throwsOther(log) {
    try {
      wait();
    } catch {
      log('entered');
      throw new Error('reported');
    }
  },
  throwsOneOfTwo(log, how = true) {
    try {
      wait();
    } catch ({ message }) {
      log('entered');
      if (how) throw new Error(`reported: ${message}`);
      else throw new TypeError(message);
    }
  },
  throwsInSwitch(log, how = 2) {
    try {
      wait();
    } catch (error) {
      log('entered');
      switch (how) {
        case 1:
          throw new Error('one', { cause: error });
        case 2:
          log('falls through');
        default:
          throw new Error('default', { cause: error });
      }
    }
  },
  returns(log, how = 'return') {
    try {
      wait();
    } catch (error) {
      log('entered');
      if (how !== 'return') throw error;
      return 'swallowed';
    }
  },
  endsNormally(log, how = 'end') {
    try {
      wait();
    } catch (error) {
      log('entered');
      if (how !== 'end') throw error;
    }
    log('went on');
  },
  breaks(log, how = 'break') {
    outer: for (;;) {
      given: {
        try {
          wait();
        } catch (error) {
          log('entered');
          if (how === 'break') break given;
          if (how === 'outer') break outer;
          throw error;
        }
      }
      log('went on');
      break;
    }
    log('went on');
  },
  continues(log, how = 'continue') {
    for (let round = 0; round < 3; round++) {
      try {
        wait();
      } catch (error) {
        log('entered', round);
        if (how === 'continue') continue;
        throw error;
      }
    }
    log('went on');
  },
  blocks(log) {
    try {
      wait();
    } catch (error) {
      log('entered');
      sleep(10);
      log('rolled back');
      throw error;
    } finally {
      sleep(10);
      log('released');
    }
  },
  blocksAndReturns(log, how = 'return') {
    for (const x of [1, 2]) {
      try {
        wait();
      } catch (error) {
        log('entered', x);
        sleep(10);
        if (how === 'return') return 'swallowed';
        throw error;
      } finally {
        log('finally');
      }
    }
  },
  nested(log) {
    try {
      try {
        wait();
      } catch (error) {
        log('inner');
        try {
          throw new Error('caught inside');
        } catch (other) {
          log(other.message);
        }
        throw error;
      }
    } catch {
      log('skipped');
    } finally {
      log('finally');
    }
  },
  aliased(log) {
    try {
      wait();
    } catch (caught) {
      const error = caught;
      log('entered');
      if (log) throw error ?? null;
    }
  },
  assignsAndThrows(log) {
    try {
      wait();
    } catch (error) {
      log('entered');
      if (log) throw Object.assign(error, { seen: true });
    }
  },
  forwardsToOuter(log) {
    try {
      try {
        wait();
      } catch (error) {
        log('inner');
        throw error;
      }
    } catch (error) {
      log('outer', error.name);
      throw new Error('wrapped', { cause: error });
    }
  },
  inGenerator(log) {
    function* numbers() {
      try {
        yield 1;
        wait();
      } catch (error) {
        log('entered');
        sleep(5);
        throw error;
      } finally {
        log('finally');
      }
    }
    for (const x of numbers()) log(x);
    log('went on');
  },
  skippedInGenerator(log) {
    function* numbers() {
      try {
        yield 1;
        wait();
      } catch {
        log('entered');
      } finally {
        log('finally');
      }
      yield 2;
    }
    for (const x of numbers()) log(x);
    log('went on');
  },
  inConstructor(log) {
    class Connection {
      constructor() {
        try {
          wait();
        } catch (error) {
          log('entered');
          if (!log) throw error;
          return {};
        }
      }
    }
    log('went on', typeof new Connection());
  },
  inStaticBlock(log) {
    class C {
      static {
        try {
          wait();
        } catch (error) {
          log('entered');
          throw new Error('wrapped', { cause: error });
        }
      }
    }
    log('went on', C.name);
  },
  inMethodAndArrow(log) {
    const object = {
      method() {
        const arrow = () => {
          try {
            wait();
          } catch (error) {
            log('arrow');
            throw error;
          }
        };
        try {
          arrow();
        } catch (error) {
          log('method');
          if (log) return;
          throw error;
        }
      },
    };
    object.method();
    log('went on');
  },

  /* Named: it may swallow. */
  namesTheClass(log) {
    try {
      wait();
    } catch (error) {
      if (error instanceof GreenletExit) return 'swallowed';
      throw error;
    }
  },
  namesASubclass(log) {
    try {
      wait();
    } catch (error) {
      if (error instanceof Cancelled) return 'swallowed';
      throw error;
    }
  },
  namesAPropertyOfAnObject(log) {
    try {
      wait();
    } catch (error) {
      if (error instanceof named.Cancelled) return 'swallowed';
    }
  },
  namesByName(log) {
    try {
      wait();
    } catch (error) {
      if (error.name === 'GreenletExit') return 'swallowed';
    }
  },
  namesInSwitch(log) {
    try {
      wait();
    } catch (error) {
      switch (error.name) {
        case 'GreenletExit':
          return 'swallowed';
      }
    }
  },
  namesInList(log) {
    try {
      wait();
    } catch (error) {
      if (['AbortError', 'GreenletExit'].includes(error.name)) return 'swallowed';
    }
  },
  namesByHelper(log) {
    try {
      wait();
    } catch (error) {
      if (isExit(error)) return 'swallowed';
    }
  },
  namesByDeclaredHelpers(log) {
    try {
      wait();
    } catch (error) {
      if (isExitByHelper(error)) return 'swallowed';
    }
  },
  namesByHelperThatWaits(log) {
    try {
      wait();
    } catch (error) {
      if (isExitAfterAll(error)) return 'swallowed';
    }
  },
  namesByHelperThatIsAssigned(log) {
    try {
      wait();
    } catch (error) {
      if (isExitLater(error)) return 'swallowed';
    }
  },
  namesUnderAnotherName(log) {
    try {
      wait();
    } catch (error) {
      const reason = error;
      let other;
      other = reason;
      if (isExitByHelper(other)) return 'swallowed';
    }
  },
  namesByAnAliasOfAnAlias(log) {
    try {
      wait();
    } catch (error) {
      if (isDeclaredOfAssigned(error)) return 'swallowed';
    }
  },
  namesByHelperOfAHelper(log) {
    try {
      wait();
    } catch (error) {
      if (isMild('a kill', error)) return 'swallowed';
    }
  },
  namesAny(log) {
    try {
      wait();
    } catch (error) {
      if (isCancellation(error)) return 'swallowed';
    }
  },
  namesAnyUnderAnotherName(log) {
    try {
      wait();
    } catch (error) {
      if (isInterrupt(error)) return 'swallowed';
    }
  },
  asksAHelperForSomethingElse(log) {
    try {
      wait();
    } catch (error) {
      if (isMild(error, 'a kill')) return 'swallowed';
    }
  },
  throwsItAgain(log) {
    try {
      try {
        wait();
      } catch (error) {
        if (error instanceof GreenletExit) log('entered');
        throw error;
      }
    } catch {
      log('skipped');
    }
  },
};

/** Each says which greenlet runs it. */
export const asyncClauses = {
  async rethrows(log, started) {
    started(getCurrent());
    try {
      await new Promise(() => undefined);
    } catch (error) {
      log('entered');
      await null;
      throw error;
    } finally {
      log('finally');
    }
  },
  async skipped(log, started) {
    started(getCurrent());
    try {
      await new Promise(() => undefined);
    } catch {
      log('entered');
    }
    log('went on');
  },
  async wrapsInLoop(log, started) {
    started(getCurrent());
    for (const x of [1, 2]) {
      try {
        wait();
      } catch (error) {
        log('entered', x);
        sleep(5);
        if (x === 3) throw error;
        continue;
      }
    }
    log('went on');
  },
};

/** An async generator that waits in a clause of some kind. */
export function source(log, kind) {
  async function* numbers() {
    try {
      yield 1;
      wait();
    } catch (error) {
      log('entered');
      sleep(5);
      if (kind === 'return') return;
      throw error;
    } finally {
      log('finally');
    }
  }
  async function* skipping() {
    try {
      yield 1;
      wait();
    } catch {
      log('entered');
    } finally {
      log('finally');
    }
    yield 2;
  }
  return kind === 'skip' ? skipping() : numbers();
}

/** A second interrupt comes while the clause waits. */
export function secondKill(log) {
  try {
    wait();
  } catch (error) {
    log('entered');
    try {
      sleep(100);
    } finally {
      log('interrupted');
    }
    throw error;
  } finally {
    log('finally');
  }
}

/** They limit themselves by 10 ms. */
export const comparing = {
  owns() {
    const timeout = Timeout.startNew(10);
    try {
      wait();
    } catch (error) {
      if (timeout.owns(error)) return 'timed out';
      return 'other';
    } finally {
      timeout.close();
    }
  },
  equal() {
    const limits = { timeout: Timeout.startNew(10) };
    try {
      wait();
    } catch (error) {
      if (error === limits.timeout) return 'timed out';
    } finally {
      limits.timeout.close();
    }
  },
  unequal() {
    const timeout = Timeout.startNew(10);
    try {
      wait();
    } catch (error) {
      if (timeout !== error) throw error;
      return 'timed out';
    } finally {
      timeout.close();
    }
  },
  ownsAndThrows() {
    const timeout = Timeout.startNew(10, new Error('own'));
    try {
      wait();
    } catch (error) {
      if (!timeout.owns(error)) throw error;
      return 'timed out';
    } finally {
      timeout.close();
    }
  },
};
