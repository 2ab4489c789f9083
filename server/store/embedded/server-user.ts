import { chown, lchown, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'

/** Who the PostgreSQL server runs as; null: as ourselves. */
export type ServerUser = { uid: number; gid: number } | null

/** `nobody` nearly everywhere; a number works without an entry in /etc/passwd. */
const NOBODY = 65534

/**
 * PostgreSQL refuses to run as root. As root it therefore runs as the owner of the data directory, so that files made
 * by a plain user stay that user's, and as `nobody` when root owns them. As a plain user it runs as that user, and
 * somebody else's directory is a CONFIG_INVALID.
 */
export async function chooseServerUser(directory: string): Promise<ServerUser> {
  const ownUid = process.getuid?.()
  if (ownUid === undefined) return null
  const owner = await stat(directory)
  if (ownUid === 0) return owner.uid === 0 ? { uid: NOBODY, gid: NOBODY } : { uid: owner.uid, gid: owner.gid }
  if (owner.uid === ownUid) return null
  throw new AppError(
    'CONFIG_INVALID',
    `The data directory ${directory} belongs to another user of this machine.`,
    {
      hints: ['Start as the user who made it, or set DATA_DIR to a folder of your own.'],
    },
  )
}

export async function giveTo(user: ServerUser, ...paths: string[]): Promise<void> {
  if (user === null) return
  for (const path of paths) await chown(path, user.uid, user.gid)
}

/** For a data directory that root has copied or restored: everything in it becomes the server's. */
export async function giveTreeTo(user: ServerUser, directory: string): Promise<void> {
  if (user === null || (await stat(directory)).uid === user.uid) return
  const entries = await readdir(directory, { recursive: true })
  for (const entry of entries) await lchown(join(directory, entry), user.uid, user.gid)
  await chown(directory, user.uid, user.gid)
}
