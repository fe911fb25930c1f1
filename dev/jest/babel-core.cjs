/**
 * Stands in for `@babel/core` within the tests. Its first use replaces `Error.prepareStackTrace`, which breaks inline
 * snapshots and the mapping of stacks: here that happens at once, and is undone.
 */
const { prepareStackTrace, stackTraceLimit } = Error;
const babel = require('../../node_modules/@babel/core/lib/index.js');

babel.transformSync('', { configFile: false, babelrc: false });
Error.prepareStackTrace = prepareStackTrace;
Error.stackTraceLimit = stackTraceLimit;

module.exports = babel;
