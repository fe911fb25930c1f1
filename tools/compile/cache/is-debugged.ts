/** Whether somebody steps through this process, or may want to: the options of the process say so, or the editor that has started it. */
export function isDebugged(): boolean {
  const { NODE_OPTIONS = '', VSCODE_INSPECTOR_OPTIONS } = process.env;
  return VSCODE_INSPECTOR_OPTIONS !== undefined || [...process.execArgv, NODE_OPTIONS].some(isForDebugger);
}

function isForDebugger(option: string): boolean {
  return option.includes('--inspect');
}
