import { readFileSync, symlinkSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@babel/core';
import ts from 'typescript';
import plugin from 'greenlets/plugin';
import { greenlets, Running, type Outcome } from './tools/command.ts';
import { createProject, ES_MODULES, type Project } from './tools/project.ts';

const root = join(__dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

const guide = readFileSync(join(root, 'docs/guide.md'), 'utf8');

/** The options of this repository, by which `greenlets` is found in its sources. */
const COMPILER_OPTIONS = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile.bind(ts.sys)).config,
  ts.sys,
  root,
).options;

/** A code block of a page, by the name in the comment before it. */
function example(name: string, page = readme): string {
  const [, code] =
    page.split(`<!-- example: ${name} -->`)[1]?.match(/^\s*(?:<!-- prettier-ignore -->\s*)?```\w+\n([^]*?)^```/m) ?? [];
  if (code === undefined) throw new Error(`there is no example called ${name}`);
  return code;
}

/** A project that has greenlets and Babel installed. */
function createUserProject(files: Record<string, string>): Project {
  const project = createProject({ ...ES_MODULES, ...files });
  mkdirSync(project.path('node_modules'));
  symlinkSync(root, project.path('node_modules/greenlets'), 'dir');
  symlinkSync(join(root, 'node_modules/@babel'), project.path('node_modules/@babel'), 'dir');
  return project;
}

function node({ folder }: Project, ...args: string[]): Promise<Outcome> {
  return new Running(args, folder).outcome;
}

describe('The README', () => {
  it('begins with an example of ten lines, which does what is said', async () => {
    const code = example('du.js');
    expect(code.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(10);

    const files = { 'src/a.txt': 'four', 'src/deep/b.txt': 'sixsix', 'test/c.txt': '1' };
    const outcome = await greenlets(createUserProject({ 'du.js': code, ...files }), 'run', 'du.js', 'src', 'test');
    expect(outcome).toEqual({ exitCode: 0, stdout: '[ 10, 1 ]\n', stderr: '' });
  });

  it('shows a first program, and what it prints', async () => {
    const printed = /```text\n([^]*?)```/.exec(readme)?.[1];
    const outcome = await greenlets(createUserProject({ 'hello.js': example('hello.js') }), 'run', 'hello.js');
    expect(outcome).toEqual({ exitCode: 0, stdout: printed, stderr: '' });
  });

  it('shows the example of greenlet, and what it prints', async () => {
    const code = example('seed.js');
    const comments = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, comment]) => comment);
    expect(comments).toEqual(['42', 'Hello', 'true']);

    const outcome = await greenlets(createUserProject({ 'seed.js': code }), 'run', 'seed.js');
    expect(outcome).toEqual({ exitCode: 0, stdout: '42\nHello\ntrue\n', stderr: '' });
  });

  it('shows a configuration for Babel, with which programs compile and run', async () => {
    const project = createUserProject({
      'babel.config.json': example('babel.config.json'),
      'main.js': `
        import { run, sleep } from 'greenlets';
        function add(a, b) {
          'use greenlet';
          sleep(1);
          return a + b;
        }
        run(add, 1, 2).then(console.log);`,
      'build.js': `
        import { writeFileSync } from 'node:fs';
        import { transformFileSync } from '@babel/core';
        writeFileSync('built.cjs', transformFileSync('main.js').code);`,
    });
    expect(await node(project, 'build.js')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(await node(project, 'built.cjs')).toEqual({ exitCode: 0, stdout: '3\n', stderr: '' });
  });

  it('shows a program in TypeScript, whose types are right', () => {
    const file = join(root, 'test/title.ts');
    const options = { ...COMPILER_OPTIONS, configFilePath: join(root, 'tsconfig.json') };
    const host = ts.createCompilerHost(options);
    const original = { ...host };
    host.fileExists = (name) => name === file || original.fileExists(name);
    host.getSourceFile = (name, language, ...rest) =>
      name === file
        ? ts.createSourceFile(name, example('title.ts'), language)
        : original.getSourceFile(name, language, ...rest);
    const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([file], options, host));
    expect(diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
  });

  it('names scripts and files that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    const named = [...readme.matchAll(/npm run (\w+)/g)].map(([, script]) => script ?? '');
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));

    const linked = [...readme.matchAll(/\]\(([^):#]+)(?:#[^)]*)?\)/g)].map(([, path]) => path ?? '');
    expect(linked.length).toBeGreaterThan(5);
    for (const path of linked) expect(readFileSync(join(root, path)).length).toBeGreaterThan(0);
  });
});

describe('The page about the architecture', () => {
  it('shows what the compiler emits', () => {
    const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
    const options = { configFile: false, babelrc: false, plugins: [plugin] };
    const output = transformSync(example('source', page), options)?.code ?? '';
    expect(example('output', page)).toBe(`${output}\n`);
  });
});

describe('The guide', () => {
  it.each([
    ['first.js', 'Hello, world!\nHello, patience!\n[ 8, 5 ]\n'],
    ['queue.js', 'one\ntwo\nthree\n[ 1, 4, 9 ]\n'],
    ['timeout.js', 'too slow\ncleaned up\ntrue timed out after 10 ms\n'],
  ])('shows a program that runs: %s', async (name, stdout) => {
    const project = createUserProject({ [name]: example(name, guide) });
    expect(await greenlets(project, 'run', name)).toEqual({ exitCode: 0, stdout, stderr: '' });
  });
});

describe('The page about cancellation', () => {
  const page = readFileSync(join(root, 'docs/cancellation.md'), 'utf8');

  it.each([
    ['handler.js', 'failed: GreenletExit\n'],
    ['transaction.js', 'BEGIN\nROLLBACK\nreleased\ngave up\n'],
    ['retry.js', 'stopped at once\n'],
    ['signals.js', 'request aborted\ncleaned up\n'],
    ['abandon.js', 'aborted\n'],
    [
      'bodies.js',
      'spawned: cleaned up\nlimited: cleaned up\nnobody reads it any more, but it goes on\nshared: done\nshared: cleaned up\n',
    ],
    ['generator.js', 'first\nconnection closed\n'],
  ])('shows a program that runs: %s', async (name, stdout) => {
    const project = createUserProject({ [name]: example(name, page) });
    expect(await greenlets(project, 'run', name)).toEqual({ exitCode: 0, stdout, stderr: '' });
  });
});

describe('The page about promise APIs', () => {
  it('shows a program that runs', async () => {
    const page = readFileSync(join(root, 'docs/green.md'), 'utf8');
    const project = createUserProject({ 'green.js': example('green.js', page) });
    const stdout = 'two\none\ntwo\n{ "type": "module" }\n';
    expect(await greenlets(project, 'run', 'green.js')).toEqual({ exitCode: 0, stdout, stderr: '' });
  });
});

describe('The page about helpers', () => {
  it('shows a program that runs', async () => {
    const page = readFileSync(join(root, 'docs/helpers.md'), 'utf8');
    const project = createUserProject({ 'helpers.js': example('helpers.js', page) });
    const stdout = "Retried: yes\nLimited: yes\nRemembered: yes 5\n[ 'slow', 'fast' ]\nInvalid array length\n";
    expect(await greenlets(project, 'run', 'helpers.js')).toEqual({ exitCode: 0, stdout, stderr: '' });
  });
});

describe('The page about observing', () => {
  it('shows a program that writes a trace', async () => {
    const page = readFileSync(join(root, 'docs/observing.md'), 'utf8');
    const project = createUserProject({ 'trace.js': example('trace.js', page) });
    expect(await greenlets(project, 'run', 'trace.js')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const events = JSON.parse(readFileSync(project.path('trace.json'), 'utf8')) as { name: string }[];
    expect(events.map(({ name }) => name)).toEqual(expect.arrayContaining(['sleep(30)', 'sleep(20)', 'sleep(10)']));
  });

  it('shows spans with their parents', async () => {
    const page = readFileSync(join(root, 'docs/observing.md'), 'utf8');
    const project = createUserProject({ 'spans.js': example('spans.js', page) });
    symlinkSync(join(root, 'node_modules/@opentelemetry'), project.path('node_modules/@opentelemetry'), 'dir');
    const { exitCode, stdout, stderr } = await greenlets(project, 'run', 'spans.js');
    expect([exitCode, stderr]).toEqual([0, '']);
    const [prices, tea = '', milk = '', order] = stdout.split('\n');
    expect([prices, order]).toEqual(['[ 3, 4 ]', 'order undefined']);
    const [, parent] = /^price of tea ([0-9a-f]{16})$/.exec(tea) ?? [];
    expect(parent).toBeDefined();
    expect(milk).toBe(`price of milk ${String(parent)}`);
  });
});

describe('A program that uses OpenTelemetry as it is', () => {
  const program = (imports: string): string => `'use greenlet';
    ${imports}
    import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
    import { sleep } from 'greenlets';

    const exporter = new InMemorySpanExporter();
    new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
    api.trace.getTracer('shop').startActiveSpan('outer', { kind: api.SpanKind.CLIENT }, (span) => {
      sleep(10);
      api.trace.getTracer('shop').startSpan('inner').end();
      span.end();
    });
    const [inner, outer] = exporter.getFinishedSpans();
    console.log(inner.parentSpanContext.spanId === outer.spanContext().spanId, outer.kind);`;

  it.each([`import * as api from '@opentelemetry/api';`, `import api from '@opentelemetry/api';`])(
    'may wait in its spans, if its modules are bound to the adapter: %s',
    async (imports) => {
      const project = createUserProject({ 'main.js': program(imports) });
      symlinkSync(join(root, 'node_modules/@opentelemetry'), project.path('node_modules/@opentelemetry'), 'dir');
      const outcome = await greenlets(project, 'run', '--green', '@opentelemetry/api', 'main.js');
      expect(outcome).toEqual({ exitCode: 0, stdout: 'true 2\n', stderr: '' });
    },
  );
});

describe('The page about HTTP', () => {
  it('shows a program that runs', async () => {
    const page = readFileSync(join(root, 'docs/http.md'), 'utf8');
    const project = createUserProject({ 'server.js': example('server.js', page) });
    const stdout = '{"method":"GET","path":"/hello","type":"module"}\n';
    expect(await greenlets(project, 'run', 'server.js')).toEqual({ exitCode: 0, stdout, stderr: '' });
    expect(page).toContain(stdout.trim());
  });

  it.each(['express', 'fastify', 'koa', 'hono', 'fetch'])('shows a program that runs: %s', async (name) => {
    const page = readFileSync(join(root, 'docs/http.md'), 'utf8');
    const project = createUserProject({ [`${name}.js`]: example(`${name}.js`, page) });
    if (name !== 'fetch') symlinkSync(join(root, 'node_modules', name), project.path(`node_modules/${name}`), 'dir');
    const stdout = '{"id":"7","name":"Ada"}\n';
    expect(await greenlets(project, 'run', `${name}.js`)).toEqual({ exitCode: 0, stdout, stderr: '' });
  });
});

describe('The page about sockets', () => {
  it('shows a program that runs', async () => {
    const page = readFileSync(join(root, 'docs/sockets.md'), 'utf8');
    const project = createUserProject({ 'echo.js': example('echo.js', page) });
    expect(await greenlets(project, 'run', 'echo.js')).toEqual({ exitCode: 0, stdout: 'hello!\n', stderr: '' });
  });
});
