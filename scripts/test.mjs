/**
 * `npm test`: everything that must hold. Installs what is missing, checks, builds, runs every test; arguments go to Vitest.
 * Its last line counts checks and tests together: `N passed, N failed`.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from '../tests/browser/chromium/find-chromium.mjs'
import { findMariadb, findPgBouncer } from '../tests/fixtures/server-programs.mjs'
import { buildOutdated } from './steps/build.mjs'
import { withFolderLock } from './steps/folder-lock.mjs'
import { installMissing } from './steps/install.mjs'
import { runScript, SetupError } from './steps/project.mjs'
import { lastLines, runNpm, runPackage } from './steps/run-command.mjs'
import { countTests } from './steps/count-tests.mjs'

/** One after the other, and beside them the one that takes as long as all of these and only reads: types and lint. */
const CHECKS = ['generate:check', 'format:check']
const LONG_CHECK = 'check:code'

const counts = { passed: 0, failed: 0 }

await runScript(async () => {
  try {
    await check('packages', () => withFolderLock(installMissing))
    if (counts.failed === 0) {
      await Promise.all([check(LONG_CHECK, () => runNpmScript(LONG_CHECK)), checkAndBuild()])
      await check('browser', findChromium)
      await check('mariadb', demandMysql)
      await check('pgbouncer', () => findPgBouncer())
      await runTests(process.argv.slice(2))
    }
  } finally {
    console.log(`\n${counts.passed} passed, ${counts.failed} failed`)
  }
  return counts.failed === 0 ? 0 : 1
})

async function checkAndBuild() {
  for (const name of CHECKS) await check(name, () => runNpmScript(name))
  await check('build', () => withFolderLock(buildOutdated))
}

/** One line for a check that passes; for one that fails, all it has to say. */
async function check(name, work) {
  const startedAt = performance.now()
  const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1)
  try {
    await work()
    counts.passed += 1
    console.log(`✓ ${name} (${seconds()} s)`)
  } catch (error) {
    counts.failed += 1
    console.log(`✗ ${name} (${seconds()} s)\n${error instanceof SetupError ? error.message : error.stack}\n`)
  }
}

async function runNpmScript(name) {
  const { exitCode, output } = await runNpm(['run', '--silent', name])
  if (exitCode !== 0) throw new SetupError(lastLines(output, 200))
}

/** Unpacks the packages where none is installed, so that the tests need not wait for it. */
async function demandMysql() {
  const url = process.env.TEST_MYSQL_URL
  if (!url) return findMariadb()
  const { createConnection } = await import('mysql2/promise')
  try {
    await (await createConnection(url)).end()
  } catch (error) {
    throw new SetupError(
      `TEST_MYSQL_URL is set, but nobody lets us in there: ${error.message}\nMend it, or unset it to let the tests start a server.`,
    )
  }
}

async function runTests(args) {
  const folder = await mkdtemp(join(tmpdir(), 'test-report-'))
  const report = join(folder, 'report.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const { exitCode } = await runPackage('vitest/vitest.mjs', ['run', ...reporters, ...args], { show: true })
    const tests = countTests(await readFile(report, 'utf8').catch(() => null), exitCode)
    counts.passed += tests.passed
    counts.failed += tests.failed
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
