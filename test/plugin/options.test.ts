import { compile, type PluginOptions } from './support/compile.ts';

const PROGRAM = 'function f() { "use greenlet"; return g() + 1; }';

function compileWith(options: PluginOptions): () => string {
  return () => compile(PROGRAM, options);
}

describe('The options of the plugin', () => {
  it.each<PluginOptions>([{}, { mark: 'all', stress: true, patch: false, runtime: 'vendored' }, { mark: 'directive' }])(
    'may be %p',
    (options) => {
      expect(compileWith(options)()).toContain('/internal"');
    },
  );

  it('suggest the name that was meant', () => {
    expect(compileWith({ marks: 'all' })).toThrow(/'marks' is not a valid top-level option.\n- Did you mean 'mark'\?/);
    expect(compileWith({ stres: true })).toThrow(/Did you mean 'stress'\?/);
  });

  it('suggest the value of `mark` that was meant', () => {
    expect(compileWith({ mark: 'directives' })).toThrow(
      /greenlets\/plugin: 'mark' must be "directive" or "all", got "directives"\n- Did you mean "directive"\?/,
    );
    expect(compileWith({ mark: true })).toThrow(/'mark' must be "directive" or "all", got true/);
  });

  it.each([
    [{ stress: 'yes' }, "'stress' option must be a boolean"],
    [{ runtime: 1 }, "'runtime' option must be a string"],
    [{ patch: 'fs' }, "'patch' must be a boolean, or an object from module names to module names"],
    [{ patch: { pg: true } }, "'patch' must be a boolean, or an object from module names to module names"],
    [{ types: 'tsconfig.json' }, "'types' must be what typesOf() of greenlets/types returns"],
    [{ patch: null }, "'patch' must be a boolean, or an object from module names to module names"],
  ])('are refused when they are %p', (options, message) => {
    expect(compileWith(options)).toThrow(`greenlets/plugin: ${message}`);
  });

  it('name another package for generated code with `runtime`', () => {
    expect(compileWith({ runtime: '@company/greenlets' })()).toContain('from "@company/greenlets/internal"');
  });

  it('make every call suspend with `stress`', () => {
    expect(compileWith({ stress: true })()).toContain('bounce(g())');
    expect(compileWith({})()).not.toContain('bounce');
  });
});
