import { knownDifferences } from './known-differences.js';

/** What names a test in the list, and where it is printed. */
const nameOf = ({ file, name }) => `${file}: ${name}`;

/**
 * Prints what failed, and how many there are of each kind.
 *
 * @param {readonly object[]} results
 * @param {readonly string[]} files that were performed
 * @param {boolean} verbose whether to name the tests that need Node, too
 * @returns {boolean} whether everything went as expected
 */
export function report(results, files, verbose) {
  const known = new Set(knownDifferences.flatMap(({ tests }) => tests));
  const failed = results.filter(({ outcome }) => outcome === 'failed');
  const unexpected = failed.filter((result) => !known.has(nameOf(result)) && !needsNode(result));
  const differing = failed.filter((result) => known.has(nameOf(result)));
  const onlyNode = failed.filter((result) => !known.has(nameOf(result)) && needsNode(result));
  const names = new Set(failed.map(nameOf));
  const outdated = [...known].filter((name) => files.some((file) => name.startsWith(`${file}: `)) && !names.has(name));

  if (verbose) for (const result of onlyNode) console.log(`needs ${result.node}: ${nameOf(result)}`);
  for (const result of unexpected) console.log(`\nFAILED: ${nameOf(result)}\n${result.error}`);
  for (const name of outdated) console.log(`\nNo difference any more, take it from the list: ${name}`);
  const passed = results.filter(({ outcome }) => outcome === 'passed').length;
  console.log(
    `In Chromium: ${passed} passed, ${unexpected.length} failed; ${differing.length} known differences, ` +
      `${onlyNode.length} need modules or globals of Node`,
  );
  return unexpected.length === 0 && outdated.length === 0;
}

/** A whole file, or a block of one, that needs Node is to be in the list: nobody would miss its tests. */
function needsNode({ name, node }) {
  return node !== undefined && !/\((the|before|after) [a-z ]+\)$/.test(name);
}
