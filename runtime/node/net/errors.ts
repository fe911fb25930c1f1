import { brandedError } from '../../core/errors/errors.ts';
import { getCurrent, type Greenlet } from '../../core/greenlet.ts';
import { nameOf } from '../../core/names/greenlet-names.ts';

/** The data came to its end before there was as much as was asked for. */
export class IncompleteReadError extends Error {
  static {
    brandedError(this, 'IncompleteReadError');
  }
  readonly code = 'ERR_INCOMPLETE_READ';
  /** What there was. It can still be read. */
  readonly partial: Buffer;

  /** @param wanted what was asked for, as "10 bytes" */
  constructor(wanted: string, partial: Buffer) {
    super(`the data ended after ${String(partial.length)} bytes, but ${wanted} were expected`);
    this.partial = partial;
  }
}

/** There is more data before a separator than is allowed. */
export class TooLongError extends Error {
  static {
    brandedError(this, 'TooLongError');
  }
  readonly code = 'ERR_TOO_LONG';

  /** @param limit in bytes */
  constructor(limit: number) {
    super(`there is no end within ${String(limit)} bytes`);
  }
}

/** Two greenlets read at the same time, or write: neither would get anything sensible. */
export class ConcurrentUseError extends Error {
  static {
    brandedError(this, 'ConcurrentUseError');
  }
  readonly code = 'ERR_CONCURRENT_USE';

  /**
   * @param call what was called, as "socket.read()", by the current greenlet
   * @param other the greenlet that is doing so already
   */
  constructor(call: string, other: Greenlet, doing: string) {
    super(`${call} was called in ${nameOf(getCurrent())} while another greenlet, ${nameOf(other)}, is ${doing}`);
  }
}

/** It was closed, or ended, on this side. */
export class ClosedError extends Error {
  static {
    brandedError(this, 'ClosedError');
  }
  readonly code = 'ERR_CLOSED';

  /**
   * @param call what was called, as "socket.read()"
   * @param why what has become of it
   */
  constructor(call: string, why = 'it is closed') {
    super(`${call}: ${why}`);
  }
}
