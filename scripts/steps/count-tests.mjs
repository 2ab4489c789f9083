/**
 * What Vitest's JSON report amounts to. A file that could not be loaded counts as one failed test, and so does a run that
 * failed without saying where, or that ran nothing.
 *
 * @param {string | null} report null when Vitest wrote none
 * @param {number} exitCode
 * @returns {{ passed: number, failed: number }}
 */
export function countTests(report, exitCode) {
  if (report === null) return { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(report)
  const notLoaded = testResults.filter(file => file.status === 'failed' && !hasFailedTest(file)).length
  const failed = numFailedTests + notLoaded
  const unexplained = failed === 0 && (exitCode !== 0 || numPassedTests === 0)
  return { passed: numPassedTests, failed: unexplained ? 1 : failed }
}

function hasFailedTest(file) {
  return file.assertionResults.some(({ status }) => status === 'failed')
}
