import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { inProject, SetupError } from './project.mjs'

const BEAT_MS = 2_000
/** Without a beat for this long the holder is dead, or its number belongs to another process by now. */
const STALE_MS = 20_000

/**
 * One process at a time installs and builds in this checkout; the others wait. The lock of a process that was killed is
 * taken over. Two that take it over in the same instant could both go on; that costs a second build, not data.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withFolderLock(work) {
  const path = inProject('.data', 'setup.lock')
  await mkdir(inProject('.data'), { recursive: true }).catch(explain)
  let told = false
  while (!(await take(path))) {
    if (!told) console.log('Another process is setting up this folder; waiting for it.')
    told = true
    await sleep(200)
  }
  const beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), BEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    await rm(path, { force: true })
  }
}

async function take(path) {
  try {
    const file = await open(path, 'wx')
    await file.writeFile(String(process.pid))
    await file.close()
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') explain(error)
  }
  if (await isStale(path)) {
    const aside = `${path}.${process.pid}`
    await rename(path, aside).catch(() => undefined)
    await rm(aside, { force: true })
  }
  return false
}

async function isStale(path) {
  try {
    const holder = Number(await readFile(path, 'utf8'))
    const { mtimeMs } = await stat(path)
    if (Date.now() - mtimeMs > STALE_MS) return true
    if (!holder) return false
    process.kill(holder, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

function explain(error) {
  if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error
  throw new SetupError(
    `${error.path} cannot be written by this user. Run this as the user who owns ${inProject()}, or give the folder to yourself.`,
  )
}
