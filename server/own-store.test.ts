import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gatherKeys, GENERATED_KEY_FILE } from './own-store.ts'
import { findSecret } from './store/secret-files.ts'

let dataDirectory: string
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'own-store-'))
})
afterEach(() => rm(dataDirectory, { recursive: true, force: true }))

const gather = (...ids: string[]) =>
  gatherKeys({
    databaseUrl: null,
    databaseOwnerUrl: null,
    dataDirectory,
    encryptionKeys: ids.length === 0 ? null : ids.map(id => ({ id, key: Buffer.alloc(32, 1) })),
  })

describe('the keys of the store', () => {
  it('are the given ones, and none is generated beside them', async () => {
    expect((await gather('k2', 'k1')).map(({ id }) => id)).toEqual(['k2', 'k1'])
    expect(await findSecret(dataDirectory, GENERATED_KEY_FILE)).toBeNull()
  })

  it('without any given are one that is generated once', async () => {
    const [generated] = await gather()
    expect(generated).toMatchObject({ id: 'local' })
    expect(generated?.key).toHaveLength(32)
    expect(await gather()).toEqual([generated])
  })

  it('include the generated one as the last when others are given later', async () => {
    const [generated] = await gather()
    const keys = await gather('k2', 'k1')
    expect(keys.map(({ id }) => id)).toEqual(['k2', 'k1', 'local'])
    expect(keys[2]).toEqual(generated)
  })

  it('are as given where the generated one is among them', async () => {
    await gather()
    const keys = await gather('k1', 'local')
    expect(keys.map(({ id, key }) => [id, key[0]])).toEqual([
      ['k1', 1],
      ['local', 1],
    ])
  })
})
