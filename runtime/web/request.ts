import { assertCanWait } from '../waiting/waiter/can-wait.ts';
import { forCompiledCallers, overrideMethod } from './override.ts';
import { BODY_METHODS, type Read } from './response.ts';
import { waitOr } from './waiting.ts';

/**
 * A native `Request` whose body methods block in compiled code. Code that is not compiled gets promises from the same methods, so it may be
 * passed on as a `Request`.
 */
export interface CooperativeRequest extends Request {
  arrayBuffer(): Read<'arrayBuffer'>;
  arrayBuffer(): ReturnType<Request['arrayBuffer']>;
  blob(): Read<'blob'>;
  blob(): ReturnType<Request['blob']>;
  bytes(): Uint8Array<ArrayBuffer>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  formData(): Read<'formData'>;
  formData(): ReturnType<Request['formData']>;
  json(): Read<'json'>;
  json(): ReturnType<Request['json']>;
  text(): Read<'text'>;
  text(): ReturnType<Request['text']>;
}

/**
 * Gives a request methods that block where compiled code calls them.
 *
 * Kill and timeout safety: the body is read to its end all the same.
 */
export function cooperativeRequest(request: Request): CooperativeRequest {
  for (const name of BODY_METHODS) {
    const call = `request.${name}()`;
    overrideMethod(request, name, (read: () => PromiseLike<unknown>) =>
      forCompiledCallers(read, function readBody() {
        'use greenlet';
        assertCanWait(call);
        return waitOr(call, read(), ignore);
      }),
    );
  }
  return request as object as CooperativeRequest;
}

function ignore(): void {
  // Whoever sends the request learns from the response.
}
