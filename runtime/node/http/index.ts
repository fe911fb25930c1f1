/**
 * Servers for HTTP in blocking style: `HttpServer` handles each request in a greenlet of its own.
 *
 * Kill and timeout safety: when a client disconnects, the handler of its request is interrupted. A server that is killed in `serveForever`
 * stops.
 */
export { HttpServer } from './http-server.ts';
export type { HandlerOfErrors, RequestHandler } from './exchange.ts';
export type { HttpServerOptions, UpgradeHandler } from './options.ts';
export type { Content } from './replies/content.ts';
export type { Listen } from '../servers/base-server.ts';
export { HttpError } from './http-error.ts';
export type { HttpRequest } from './request.ts';
export { reply, type Reply, type ReplyHeaders, type ReplyOptions } from './replies/reply.ts';
export { expressHandler } from './adapters/express.ts';
export { fastifyHandler } from './adapters/fastify.ts';
export { fetchHandler, honoHandler } from './adapters/fetch.ts';
export { koaHandler } from './adapters/koa.ts';
