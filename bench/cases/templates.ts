import { run } from 'greenlets';
import * as cooperative from 'greenlets/node/fs';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agree, loadFor, type Contestant } from '../contestants/index.ts';
import type { Case, Contestants } from '../types.ts';

const PARTIALS = 20;
const view = { rows: Array.from({ length: 30 }, (_, id) => ({ id, name: `row ${id}` })) };

type Render = (engine: unknown, template: string, view: unknown) => unknown;

const prepared: Record<string, (folder: string) => Contestants> = {
  'liquidjs, partials from disk': competeInLiquid,
  'mustache, partials from disk': competeInMustache,
};

export const names: readonly string[] = Object.keys(prepared);

/** A page of partials, each of them read from disk every time. */
export async function prepare(name: string): Promise<Case> {
  const folder = mkdtempSync(join(tmpdir(), 'templates-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const contestants = await agree(name, prepared[name]?.(folder) ?? {});
  return { row: 'rarely blocks', name, operations: 1, unit: 'ms', contestants };
}

function competeInLiquid(folder: string): Contestants {
  writePages(folder, '{% for row in rows %}{{ row.id }}: {{ row.name | upcase }}<br>{% endfor %}', partialInLiquid);
  const plain = liquid('plain', folder, readFileSync);
  const greenlet = liquid('greenlets', folder, cooperative.readFileSync);
  return {
    synchronous: () => plain.renderSync(plain.engine, 'page.html', view),
    greenlets: () => run(greenlet.renderSync, greenlet.engine, 'page.html', view),
    "the engine's async API": () => plain.renderAsync(plain.engine, 'page.html', view),
  };
}

interface LiquidProgram {
  engine: unknown;
  renderSync: Render;
  renderAsync: Render;
}

function liquid(contestant: Contestant, folder: string, read: typeof readFileSync): LiquidProgram {
  const program = loadFor(contestant, 'templates/liquid') as unknown as LiquidProgram & {
    makeEngine(...io: unknown[]): unknown;
  };
  const engine = program.makeEngine(read, readFile, (file: string) => join(folder, file));
  return { ...program, engine };
}

function competeInMustache(folder: string): Contestants {
  const page = writePages(folder, '{{#rows}}{{id}}: {{name}}<br>{{/rows}}', (name) => `{{> ${name}}}`);
  const template = readFileSync(page, 'utf8');
  const plain = loadFor('plain', 'templates/mustache').renderSync as Render;
  const greenlet = loadFor('greenlets', 'templates/mustache').renderSync as Render;
  const readPartial = (name: string) => {
    'use greenlet';
    return cooperative.readFileSync(join(folder, name), 'utf8');
  };
  return {
    synchronous: () => plain((name: string) => readFileSync(join(folder, name), 'utf8'), template, view),
    greenlets: () => run(greenlet, readPartial, template, view),
  };
}

const partialInLiquid = (name: string): string => `{% render "${name}", rows: rows %}`;

/** @returns the page that includes all the partials */
function writePages(folder: string, partial: string, include: (name: string) => string): string {
  const partials = Array.from({ length: PARTIALS }, (_, i) => `part${i}.html`);
  for (const name of partials) writeFileSync(join(folder, name), partial);
  const page = join(folder, 'page.html');
  writeFileSync(page, partials.map(include).join('\n'));
  return page;
}
