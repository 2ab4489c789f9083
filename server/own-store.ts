/** The app's own store with the keys that it has: opened alike by the server and by the commands that work on it. */
import type { Config } from './config.ts'
import { ensureOwnDatabase } from './store/own-database.ts'
import type { SealingKey } from './store/sealing.ts'
import { findSecret, readOrMakeSecret } from './store/secret-files.ts'
import { openStore } from './store/store.ts'
import type { Store } from './store/store.ts'

/** Of the key that demo mode makes when it is given none, in `secrets/encryption-key` of the data directory. */
export const GENERATED_KEY_ID = 'local'
export const GENERATED_KEY_FILE = 'encryption-key'

type StoreConfig = Pick<Config, 'databaseUrl' | 'databaseOwnerUrl' | 'dataDirectory' | 'encryptionKeys'>

/** @param embeddedUrl of the embedded PostgreSQL's superuser; only needed where the configuration names no database */
export async function openOwnStore(
  config: StoreConfig,
  embeddedUrl: string | null,
  root: string,
): Promise<Store> {
  const keys = await gatherKeys(config)
  const place =
    config.databaseUrl === null
      ? await ensureOwnDatabase(embeddedUrl ?? '', {
          app: await readOrMakeSecret(config.dataDirectory, 'store-password'),
          owner: await readOrMakeSecret(config.dataDirectory, 'store-owner-password'),
        })
      : { url: config.databaseUrl, ownerUrl: config.databaseOwnerUrl }
  return openStore({ ...place, migrationsFolder: `${root}/drizzle`, keys })
}

/**
 * The given keys; without any the generated one. One that was generated before any were given comes last, so that what
 * it has sealed stays readable.
 */
export async function gatherKeys({
  encryptionKeys,
  dataDirectory,
}: StoreConfig): Promise<readonly SealingKey[]> {
  const generated = (secret: string) => ({ id: GENERATED_KEY_ID, key: Buffer.from(secret, 'base64url') })
  if (encryptionKeys === null) return [generated(await readOrMakeSecret(dataDirectory, GENERATED_KEY_FILE))]
  const secret = await findSecret(dataDirectory, GENERATED_KEY_FILE)
  if (secret === null || encryptionKeys.some(({ id }) => id === GENERATED_KEY_ID)) return encryptionKeys
  return [...encryptionKeys, generated(secret)]
}
