import { isChunks } from '../replies/content.ts';
import { framed, isFramed } from '../replies/framing.ts';
import type { Reply } from '../replies/reply.ts';

/**
 * The headers of a reply for a framework, which tells the length of the body itself unless it is given.
 *
 * @throws {TypeError} if the headers contradict the body
 */
export function headersOf(reply: Reply, method: string | undefined): readonly string[] {
  if (!isFramed(reply)) return reply.headers;
  const { content } = reply;
  if (isChunks(content)) return framed(reply, method, null);
  const whole = content as string | Uint8Array | null;
  return framed(reply, method, whole === null ? 0 : Buffer.byteLength(whole));
}
