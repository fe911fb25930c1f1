/**
 * A template function that is synchronous, as template functions are, although its partials are read from files.
 * Called as usual, it reads them synchronously. Called in greenlets, it waits for them, and others run meanwhile.
 *
 *     greenlets run examples/template.ts
 */
import { readFileSync } from 'node:fs';
import { run, spawn } from 'greenlets';

type Values = Record<string, string>;

/** `{{ name }}` is a value, `{{> name }}` another template. */
function render(template: string, values: Values): string {
  'use greenlet';
  return template.replace(/\{\{(>?) *(\w+) *\}\}/g, (_tag, partial: string, name: string) => {
    if (partial === '>') return render(readTemplate(name), values);
    return values[name] ?? '';
  });
}

function readTemplate(name: string): string {
  'use greenlet';
  console.log(`  reading ${name}`);
  const text = readFileSync(new URL(`template/${name}.tmpl`, import.meta.url), 'utf8');
  console.log(`  have read ${name}`);
  return text.trimEnd();
}

function renderPage(title: string): string {
  'use greenlet';
  return render(readTemplate('page'), { title });
}

function renderBoth(): string[] {
  'use greenlet';
  const pages = [spawn(renderPage, 'Two'), spawn(renderPage, 'Three')];
  return pages.map((page) => page.get());
}

console.log('One page, synchronously:');
console.log(renderPage('One'));
console.log('Two pages, at the same time:');
for (const page of await run(renderBoth)) console.log(page);
