import { pathToFileURL } from 'node:url'
import { buildMissing } from './build.mjs'
import { withFolderLock } from './folder-lock.mjs'
import { installedState, installMissing } from './install.mjs'
import { runScript } from './project.mjs'

/**
 * Runs a built program beside the server. Installs and builds only where nothing is there: a server that runs meanwhile
 * keeps the packages and the pages that it has started with.
 */
export async function runBuiltProgram(/** @type {string} */ file) {
  await runScript(async () => {
    await withFolderLock(async () => {
      if ((await installedState()) === 'none') await installMissing()
      await buildMissing()
    })
    process.env.NODE_ENV = 'production'
    process.setSourceMapsEnabled(true)
    await import(pathToFileURL(file).href)
  })
}
