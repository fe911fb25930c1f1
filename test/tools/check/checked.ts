import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { greenlets, type Outcome } from '../command.ts';
import { createProject, type Project } from '../project.ts';

const root = join(__dirname, '../../..');

export interface Entry {
  code: string;
  level: string;
  message: string;
  file: string;
  line: number;
  column: number;
  chain: { text: string; file: string; line: number }[];
  fixable: boolean;
}

export interface Report {
  summary: Record<string, number>;
  findings: Entry[];
}

const TSCONFIG = `{ "compilerOptions": { "target": "es2023", "module": "nodenext", "strict": true, "types": ["node"], "noEmit": true } }`;

/** A project that has this package, TypeScript and the types of Node. */
export function createChecked(files: Record<string, string>, tsConfig: string | null = TSCONFIG): Project {
  const config = tsConfig === null ? {} : { 'tsconfig.json': tsConfig };
  const project = createProject({ 'package.json': '{ "type": "module" }', ...config, ...files });
  mkdirSync(project.path('node_modules/@types'), { recursive: true });
  symlinkSync(root, project.path('node_modules/greenlets'));
  for (const name of ['@types/node', 'undici-types', 'typescript']) {
    symlinkSync(join(root, 'node_modules', name), project.path(`node_modules/${name}`));
  }
  return project;
}

/** Runs `greenlets check` in a project. */
export function check(project: Project, ...args: string[]): Promise<Outcome> {
  return greenlets(project, 'check', ...args);
}

export async function checkToJson(project: Project, ...args: string[]): Promise<Report> {
  const { stdout, stderr } = await check(project, '--json', ...args);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Report;
}
