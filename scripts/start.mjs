/** `npm start`: installs what is missing, builds what is out of date, and runs the server in this process. */
import { pathToFileURL } from 'node:url'
import { buildOutdated, SERVER_FILE } from './steps/build.mjs'
import { withFolderLock } from './steps/folder-lock.mjs'
import { installMissing } from './steps/install.mjs'
import { runScript } from './steps/project.mjs'

await runScript(async () => {
  await withFolderLock(async () => {
    await installMissing()
    await buildOutdated()
  })
  process.env.NODE_ENV = 'production'
  process.setSourceMapsEnabled(true)
  await import(pathToFileURL(SERVER_FILE).href)
})
