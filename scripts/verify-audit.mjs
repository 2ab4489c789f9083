/**
 * `npm run audit:verify`: whether the audit is whole, see docs/audit.md. Installs and builds only where nothing is there: a
 * server that runs meanwhile keeps the packages and the pages that it has started with.
 */
import { pathToFileURL } from 'node:url'
import { resolve } from 'node:path'
import { buildMissing, VERIFY_AUDIT_FILE } from './steps/build.mjs'
import { withFolderLock } from './steps/folder-lock.mjs'
import { installedState, installMissing } from './steps/install.mjs'
import { runScript } from './steps/project.mjs'

// A file is meant as it is seen from where the command was given.
const from = process.env.INIT_CWD ?? process.cwd()
process.argv = process.argv.map((text, index) =>
  index < 2 || text.startsWith('-') ? text : resolve(from, text),
)

await runScript(async () => {
  await withFolderLock(async () => {
    if ((await installedState()) === 'none') await installMissing()
    await buildMissing()
  })
  process.env.NODE_ENV = 'production'
  process.setSourceMapsEnabled(true)
  await import(pathToFileURL(VERIFY_AUDIT_FILE).href)
})
