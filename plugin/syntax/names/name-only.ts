import type { types as t } from '@babel/core';

/** Whether the child under `key` is a mere name: of a property, a label, an export. */
export function isNameOnly(node: t.Node, key: string): boolean {
  switch (node.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return key === 'property' && !node.computed;
    case 'ObjectProperty':
      return key === 'key' && !node.computed;
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return key === 'label';
    case 'ExportSpecifier':
      return key === 'exported';
    case 'ExportNamespaceSpecifier':
    case 'ExportDefaultSpecifier':
      return true;
    case 'JSXAttribute':
    case 'JSXNamespacedName':
      return key === 'name' || key === 'namespace';
    case 'JSXMemberExpression':
      return key === 'property';
    case 'JSXClosingElement':
      return false;
    case 'TSModuleDeclaration':
      return key === 'id';
    default:
      return false;
  }
}
