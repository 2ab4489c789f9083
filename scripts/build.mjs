/** `npm run build`: the pages and the server into build/, when they are not there already. */
import { buildOutdated } from './steps/build.mjs'
import { withFolderLock } from './steps/folder-lock.mjs'
import { installMissing } from './steps/install.mjs'
import { runScript } from './steps/project.mjs'

await runScript(() =>
  withFolderLock(async () => {
    await installMissing()
    await buildOutdated()
  }),
)
