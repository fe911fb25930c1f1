import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createChecked } from './check/checked.ts';

const root = join(__dirname, '../..');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** Handlers without a single type of their own. A type that is wrong, or `any`, is an error. */
const FILES = {
  'express.ts': `
    import express, { type NextFunction } from 'express';
    import { expressHandler } from 'greenlets/node/http';
    const app = express();
    app.get('/users/:id', expressHandler(({ params }) => load(is<{ id: string }>()(params).id)));
    app.get('/:a/:b', expressHandler((request, response, next) => {
      is<NextFunction>()(next);
      response.status(202).type(is<string>()(request.params.b));
    }));
    app.get('/', expressHandler(() => 'text'));
    app.use(expressHandler((request, response, next) => {
      response.locals.path = is<string>()(request.path);
      next();
    }));
    app.get('/', expressHandler((request: express.Request, response: express.Response) => response.json(request.path)));
    // @ts-expect-error: it is given a request
    app.get('/', expressHandler((request: string) => request));`,
  'fastify.ts': `
    import fastify, { type FastifyRequest } from 'fastify';
    import { fastifyHandler } from 'greenlets/node/http';
    const app = fastify();
    app.get<{ Params: { id: string } }>('/users/:id', fastifyHandler(({ params }) => load(is<{ id: string }>()(params).id)));
    app.get('/', fastifyHandler((request, reply) => reply.code(202).send(is<string>()(request.url))));
    app.get('/', fastifyHandler((request: FastifyRequest) => request.url));
    app.get('/', fastifyHandler(function* () { yield 'text'; }));`,
  'koa.ts': `
    import Koa from 'koa';
    import { koaHandler } from 'greenlets/node/http';
    const app = new Koa<{ user: string }>();
    app.use(koaHandler(({ path }) => load(is<string>()(path).slice(7))));
    app.use(koaHandler((context, next) => {
      is<void>()(next());
      context.set('user', is<{ user: string }>()(context.state).user);
    }));
    app.use(koaHandler(() => 'text'));
    app.use(koaHandler((context: Koa.Context) => context.path));`,
  'hono.ts': `
    import { Hono, type Context } from 'hono';
    import { honoHandler } from 'greenlets/node/http';
    const app = new Hono<{ Variables: { user: string } }>();
    app.get('/users/:id', honoHandler((context) => load(is<string>()(context.req.param('id')))));
    app.get('/', honoHandler((context) => is<string>()(context.get('user'))));
    app.use(honoHandler((context, next) => {
      is<void>()(next());
      context.header('x-user', is<string>()(context.get('user')));
    }));
    app.get('/', honoHandler(() => 'text'));
    app.get('/', honoHandler((context: Context) => context.req.path));`,
  'fetch.ts': `
    import { fetchHandler } from 'greenlets/node/http';
    const handle: (request: Request) => Promise<Response> = fetchHandler((request) => load(is<string>()(request.text())));
    export default { fetch: handle };`,
  'globals.d.ts': `
    type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? A : never;
    declare function is<A>(): <B>(value: B & Same<A, B>) => B;
    declare function load(id: string): { id: string };`,
};

const compilerOptions = { strict: true, skipLibCheck: true, noEmit: true, types: ['node'], target: 'es2023' };

const project = createChecked(
  { ...FILES, 'tsconfig.json': JSON.stringify({ compilerOptions: { ...compilerOptions, module: 'nodenext' } }) },
  null,
);
for (const name of ['express', '@types/express', 'fastify', 'koa', '@types/koa', 'hono'])
  symlinkSync(join(root, 'node_modules', name), project.path(`node_modules/${name}`));

/** What the compiler of TypeScript says. */
function compile(): string {
  try {
    return execFileSync(process.execPath, [tsc, '-p', '.'], { cwd: project.folder, encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

it('The handlers of Express, Fastify, Koa and Hono get the types that these frameworks give them', () => {
  expect(compile()).toBe('');
});
