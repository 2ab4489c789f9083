/** `npm run dev`: the server from its sources, started anew when one changes; pages are replaced in the browser. */
import { withFolderLock } from './steps/folder-lock.mjs'
import { installMissing } from './steps/install.mjs'
import { runScript } from './steps/project.mjs'
import { runPackage } from './steps/run-command.mjs'

await runScript(async () => {
  await withFolderLock(installMissing)
  const args = ['watch', '--clear-screen=false', 'server/main.ts', ...process.argv.slice(2)]
  const { exitCode } = await runPackage('tsx/dist/cli.mjs', args, {
    show: true,
    env: { NODE_ENV: 'development' },
  })
  return exitCode
})
