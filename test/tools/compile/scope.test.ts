import { createOptions } from '../../../tools/compile/options.ts';
import { isInProject, needsCompilation } from '../../../tools/compile/project/scope.ts';
import { createProject } from '../project.ts';

const project = createProject({
  'package.json': '{ "name": "app" }',
  'packages/greenlets/package.json': '{ "name": "greenlets" }',
});
const defaults = createOptions({}, [], project.folder);

describe('What belongs to the project', () => {
  it.each(['main.ts', 'lib/a.js', 'lib/a.cjs', 'a.mjs', 'a.jsx', 'a.mts', 'a.cts', 'a.tsx', 'dist/a.js'])(
    'is a source file like %s',
    (file) => {
      expect(isInProject(project.path(file), defaults)).toBe(true);
    },
  );

  it.each(['data.json', 'addon.node', 'script', 'node_modules/a/a.js', 'node_modules/@a/b/a.ts'])(
    'is not %s',
    (file) => {
      expect(isInProject(project.path(file), defaults)).toBe(false);
    },
  );

  it('is not the build of this package, but everything else in its folder is', () => {
    expect(isInProject(project.path('packages/greenlets/dist/index.mjs'), defaults)).toBe(false);
    expect(isInProject(project.path('packages/greenlets/examples/a.ts'), defaults)).toBe(true);
  });

  it('is what an include names in node_modules', () => {
    const options = createOptions({}, ['node_modules/a/**', '**/node_modules/@b/*/lib/*.js'], project.folder);
    expect(isInProject(project.path('node_modules/a/lib/.hidden/x.js'), options)).toBe(true);
    expect(isInProject(project.path('packages/x/node_modules/@b/c/lib/d.js'), options)).toBe(true);
    expect(isInProject(project.path('packages/x/node_modules/a/x.js'), options)).toBe(false);
    expect(isInProject(project.path('node_modules/a/readme.md'), options)).toBe(false);
  });
});

describe('What needs compilation', () => {
  const all = createOptions({ mark: 'all' }, [], project.folder);

  it('is TypeScript and JSX', () => {
    expect(needsCompilation('a.ts', '', defaults)).toBe(true);
    expect(needsCompilation('a.jsx', '', defaults)).toBe(true);
  });

  it('is JavaScript that may be marked', () => {
    expect(needsCompilation('a.js', 'function f() { "use greenlet"; }', defaults)).toBe(true);
    expect(needsCompilation('a.js', '/** @greenlet */ function f() {}', defaults)).toBe(true);
    expect(needsCompilation('a.js', 'function f() {}', defaults)).toBe(false);
    expect(needsCompilation('a.js', 'function f() {}', all)).toBe(true);
  });
});
