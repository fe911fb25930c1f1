/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- ts-morph mixes the classes of its nodes from others */
import { Node, Project, Scope, type ClassDeclaration, type JSDocableNode, type SourceFile } from 'ts-morph';

/** A function, a method or a module that users see. */
export interface Member {
  /** `Queue.get`, `sleep`, or the path of a module. */
  readonly name: string;
  /** Its comments, without asterisks. */
  readonly doc: string;
  /** The text of what it does; empty for interfaces. */
  readonly body: string;
}

const ENTRIES = [
  'index.ts',
  'core/index.ts',
  'observe/index.ts',
  'green/index.ts',
  'helpers/index.ts',
  'adapters/*.ts',
  'node/*/index.ts',
  'web/fetch.ts',
  'web/atomics.ts',
  'web/dialogs.ts',
  'web/xml-http-request.ts',
].map((path) => `runtime/${path}`);

/** The functions and methods that can be had from what is published, and the modules whose functions replace those of Node. */
export function publicMembers(): Member[] {
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    skipLoadingLibFiles: true,
    compilerOptions: { allowImportingTsExtensions: true, noLib: true, types: [] },
  });
  project.addSourceFilesAtPaths('runtime/**/*.ts');
  const found = new Found(project.getSourceFiles());
  for (const entry of ENTRIES) {
    const files = project.getSourceFiles(entry);
    if (files.length === 0) throw new Error(`there is no ${entry}`);
    for (const file of files) found.addModule(file);
  }
  return found.members;
}

/** Follows what is exported to the classes and interfaces that it returns. */
class Found {
  readonly members: Member[] = [];
  readonly #seen = new Set<Node>();
  readonly #types = new Map<string, Node>();

  constructor(files: readonly SourceFile[]) {
    for (const file of files)
      for (const type of [...file.getClasses(), ...file.getInterfaces()]) this.#types.set(type.getName() ?? '', type);
  }

  addModule(file: SourceFile): void {
    let replaces = false;
    for (const [name, declarations] of file.getExportedDeclarations())
      for (const declaration of declarations) {
        // `export const { readFileSync } = functions`: what such a function does stands at the head of its module.
        replaces ||= Node.isBindingElement(declaration);
        this.#add(name, declaration);
      }
    if (!replaces) return;
    const [doc = ''] = /^\/\*\*[^]*?\*\//.exec(file.getFullText()) ?? [];
    this.members.push({ name: file.getFilePath().replace(/.*\/runtime\//, ''), doc, body: 'cooperative(' });
  }

  #add(name: string, node: Node): void {
    if (!node.getSourceFile().getFilePath().includes('/runtime/') || this.#seen.has(node)) return;
    this.#seen.add(node);
    if (Node.isClassDeclaration(node)) this.#addClass(name, node);
    else if (Node.isInterfaceDeclaration(node))
      for (const method of node.getMethods()) this.#addFunction(`${name}.${method.getName()}`, method, '');
    else if (Node.isFunctionDeclaration(node)) this.#addFunction(name, node, node.getBodyText() ?? '');
    else if (Node.isVariableDeclaration(node)) this.#addVariable(name, node);
  }

  #addVariable(name: string, node: Node): void {
    if (!Node.isVariableDeclaration(node)) return;
    const initializer = node.getInitializer();
    if (Node.isObjectLiteralExpression(initializer)) {
      for (const property of initializer.getProperties())
        if (Node.isMethodDeclaration(property))
          this.#addFunction(`${name}.${property.getName()}`, property, property.getBodyText() ?? '');
      return;
    }
    const statement = node.getVariableStatement();
    if (statement !== undefined) this.#addFunction(name, statement, initializer?.getText() ?? '');
  }

  #addClass(name: string, node: ClassDeclaration): void {
    for (let ancestor: ClassDeclaration | undefined = node; ancestor !== undefined; ancestor = ancestor.getBaseClass())
      for (const method of ancestor.getMethods())
        if (method.getScope() === Scope.Public && !method.getName().startsWith('#'))
          this.#addFunction(`${name}.${method.getName()}`, method, method.getBodyText() ?? '');
  }

  #addFunction(name: string, node: JSDocableNode & Node, body: string): void {
    const overloads = Node.isOverloadable(node) ? node.getOverloads() : [];
    const docs = [...overloads, node].flatMap((form) => (Node.isJSDocable(form) ? form.getJsDocs() : []));
    this.members.push({ name, doc: docs.map((doc) => doc.getText()).join('\n'), body });
    for (const returned of returnedTypes(node)) {
      const type = this.#types.get(returned);
      if (type !== undefined) this.#add(returned, type);
    }
  }
}

function returnedTypes(node: Node): string[] {
  if (!Node.isReturnTyped(node)) return [];
  return node.getReturnTypeNode()?.getText().match(/\w+/g) ?? [];
}
