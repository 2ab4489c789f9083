/**
 * `npm run rotate-keys`: seals saved passwords under the first key, see docs/keys.md. Installs and builds only where
 * nothing is there: a server that runs meanwhile keeps the packages and the pages that it has started with.
 */
import { pathToFileURL } from 'node:url'
import { buildMissing, ROTATE_KEYS_FILE } from './steps/build.mjs'
import { withFolderLock } from './steps/folder-lock.mjs'
import { installedState, installMissing } from './steps/install.mjs'
import { runScript } from './steps/project.mjs'

await runScript(async () => {
  await withFolderLock(async () => {
    if ((await installedState()) === 'none') await installMissing()
    await buildMissing()
  })
  process.env.NODE_ENV = 'production'
  process.setSourceMapsEnabled(true)
  await import(pathToFileURL(ROTATE_KEYS_FILE).href)
})
