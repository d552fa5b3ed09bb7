// `npm test [-- <vitest's arguments>]`: sets up and runs all tests. The last line is `N passed, N failed`, from vitest's own
// counts; before it stand the tests that passed only when they were tried again. Plain JavaScript without packages.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { findChromium } from './chromium.mjs';
import { build, install, main, node, root, run, say } from './setup.mjs';

main(async () => {
  await install();
  const chromium = await findChromium();
  await build();
  const folder = mkdtempSync(join(tmpdir(), 'kindred-test-'));
  const runTests = async (name, args) => {
    const report = join(folder, name);
    const code = await run(
      node,
      [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
      // so that programs started by the tests find the same Node
      { env: { ...(chromium && { CHROMIUM_PATH: chromium }), PATH: `${join(root, 'node_modules/.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` } }
    );
    return { code, ...count(report) };
  };
  const first = await runTests('report.json', process.argv.slice(2));
  const { ended } = first;
  let { code, passed, failed, skipped, again } = first;
  // V8 ends a process now and then (vitest.config.ts): what nothing is known of is tried once more, and named
  if (ended.length > 0 && ended.length < 4) {
    say(`Trying again, for their process ended: ${ended.join(', ')}`);
    const second = await runTests('again.json', ended);
    [passed, failed, skipped] = [passed + second.passed, failed - ended.length + second.failed, skipped + second.skipped];
    again = [...again, ...second.again, ...(second.code === 0 ? ended.map((file) => `${file} (its process ended)`) : [])];
    code = failed === 0 ? second.code : code;
  }
  rmSync(folder, { recursive: true });
  if (!chromium) say('The end-to-end tests did not run: install Chromium or Chrome, or name one in CHROMIUM_PATH.');
  if (code !== 0 && failed === 0) say(`The tests exited with code ${code} though none failed: see above.`);
  for (const test of again) say(`Passed only when tried again: ${test}`);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return code;
});

/** The runner's counts; a file whose tests could not be loaded counts as one failure, and so does a run without a report. */
function count(report) {
  let results;
  try {
    results = JSON.parse(readFileSync(report, 'utf8'));
  } catch (error) {
    say(`The tests left no report: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0, again: [], ended: [] };
  }
  const unloaded = results.testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'));
  // the report keeps what a test failed by before it passed
  const again = results.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
      .map(({ fullName, failureMessages: [first] }) => `${relative(root, name)}: ${fullName} (${first.split('\n')[0]})`)
  );
  return { passed: results.numPassedTests, failed: results.numFailedTests + unloaded.length, skipped: results.numPendingTests + results.numTodoTests, again, ended: unloaded.map(({ name }) => relative(root, name)) };
}
