import { expect, it } from 'vitest'
import { importScript } from './import-script.ts'

interface Counts {
  passed: number
  failed: number
}
const { countTests } = await importScript<{
  countTests: (report: string | null, exitCode: number) => Counts
}>('count-tests.mjs')

const report = (numPassedTests: number, numFailedTests: number, testResults: object[] = []) =>
  JSON.stringify({ numPassedTests, numFailedTests, testResults })
const notLoaded = { status: 'failed', assertionResults: [] }
const withFailedTest = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] }

it.each([
  ['tests that pass', report(7, 0), 0, { passed: 7, failed: 0 }],
  ['tests that fail, once each', report(7, 1, [withFailedTest]), 1, { passed: 7, failed: 1 }],
  ['a file that could not be loaded', report(7, 0, [notLoaded]), 1, { passed: 7, failed: 1 }],
  ['an error outside of any test', report(7, 0), 1, { passed: 7, failed: 1 }],
  ['a run without tests', report(0, 0), 0, { passed: 0, failed: 1 }],
  ['a run that wrote no report', null, 1, { passed: 0, failed: 1 }],
])('counts %s', (_what, json, exitCode, counts) => {
  expect(countTests(json, exitCode)).toEqual(counts)
})
