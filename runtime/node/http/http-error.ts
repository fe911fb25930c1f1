import { isInstance } from '../../contract/is-instance.ts';
import { STATUS_CODES } from 'node:http';
import { brandedError } from '../../core/errors/errors.ts';
import { expected } from '../../core/errors/expected.ts';

/** An error that is answered with a status of its own. What the client did wrong (4xx) it is told; other messages it is not shown. */
export class HttpError extends Error {
  static {
    brandedError(this, 'HttpError');
  }
  readonly status: number;

  /**
   * @param status from 400 to 599
   * @param message what the client is told if the status is less than 500; the name of the status by default
   * @throws {TypeError} if the status is no such number
   */
  constructor(status: number, message = STATUS_CODES[status] ?? 'Error', options?: ErrorOptions) {
    if (!isErrorStatus(status)) throw expected('a status from 400 to 599', status);
    super(message, options);
    this.status = status;
  }
}

/**
 * The status that an error is to be answered with, in its property `status` or `statusCode`, as those of most libraries have it;
 * 500 if there is none.
 */
export function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500;
  const { status, statusCode } = error as { status?: unknown; statusCode?: unknown };
  if (isErrorStatus(status)) return status;
  return isErrorStatus(statusCode) ? statusCode : 500;
}

/** What the client is told of an error: its message, if that is meant for it; undefined otherwise. */
export function messageOf(error: unknown): string | undefined {
  if (!isInstance(error, Error)) return undefined;
  const isExposed = 'expose' in error && error.expose === true;
  const isMeant = isExposed || (error instanceof HttpError && error.status < 500);
  return isMeant ? error.message : undefined;
}

function isErrorStatus(status: unknown): status is number {
  return Number.isInteger(status) && (status as number) >= 400 && (status as number) <= 599;
}
