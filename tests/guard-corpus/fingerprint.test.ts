import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { CORPORA } from './corpora.ts'
import { differences } from './throwaway.ts'
import type { Throwaway } from './throwaway.ts'

/** What an administrator does, and the part of the server in which it shows. */
const ACTS: Readonly<Record<string, readonly (readonly [act: string, part: string])[]>> = {
  postgres: [
    ['update orders set note = note where id = 1', 'write-ahead log'],
    ['update orders set total = 0', 'rows of orders'],
    ['alter table orders add made int', 'rows of pg_attribute'],
    [`select nextval('numbers')`, 'rows of numbers'],
    ['create role made', 'rows of pg_authid'],
    ['grant all on orders to public', 'rows of pg_class'],
    [`alter role postgres set work_mem = '1MB'`, 'rows of pg_db_role_setting'],
    [`alter system set work_mem = '1MB'`, 'file postgresql.auto.conf'],
    ['select pg_reload_conf()', 'settings read at'],
    [`select lo_from_bytea(0, 'x')`, 'rows of pg_largeobject'],
    ['select pg_advisory_lock(7)', 'locks'],
    [`copy orders to '/tmp/made'`, 'file scratch/made'],
    [`select pg_create_logical_replication_slot('made', 'pgoutput')`, 'replication slots'],
    [`select pg_logical_emit_message(false, 'made', 'x')`, 'write-ahead log'],
    [`notify made, 'x'`, 'transactions'],
    ['select pg_stat_reset()', 'statistics began'],
    [`select dblink_connect('made', 'dbname=shop user=postgres host=127.0.0.1 port=' || current_setting('port'))`, 'sessions'],
    ['begin; update orders set total = 1', 'locks'],
  ],
  mysql: [
    ['update orders set total = 0', 'rows of shop.orders'],
    ['alter table orders add made int', 'columns'],
    ['create index made on orders (total)', 'indexes'],
    ['create view made as select 1', 'views'],
    ['create trigger made before insert on orders for each row set new.total = 0', 'triggers'],
    ['create function made() returns int return 1', 'rows of mysql.proc'],
    ['create event made on schedule every 1 day do delete from orders', 'rows of mysql.event'],
    ['create user made', 'rows of mysql.global_priv'],
    ['grant select on shop.orders to made', 'rows of mysql.tables_priv'],
    ['create database made', 'databases'],
    ['set global max_connections = 77', 'setting max_connections'],
    [`select * from orders into outfile '/tmp/made'`, 'file scratch/made'],
    [`select get_lock('made', 0)`, 'locks'],
    [`install soname 'metadata_lock_info'`, 'plugins'],
    ['flush tables', 'setting gtid_binlog_pos'],
    ['reset master', 'logs'],
  ],
} // prettier-ignore

describe.each(CORPORA)('a fingerprint of $name', ({ name, shop, start }) => {
  let server: Throwaway

  beforeAll(async () => {
    server = await start({ within: inject('serversFolder'), shop })
  })
  afterAll(() => server?.remove())

  it.each(ACTS[name] ?? [])('notices %s', async (act, part) => {
    const before = await server.fingerprint()
    expect(differences(before, await server.fingerprint())).toEqual([])
    expect(await server.administrate(act)).toBeNull()
    // A reload is answered before it is done.
    const changed = async () =>
      differences(before, await server.fingerprint()).filter(change => change.startsWith(`${part}: `))
    await expect.poll(changed, { timeout: 10_000 }).toHaveLength(1)
  })

  it('is the old one again when the server is restored', async () => {
    await server.restore()
    const before = await server.fingerprint()
    expect(await server.administrate('delete from orders')).toBeNull()
    expect(differences(before, await server.fingerprint())).not.toEqual([])
    await server.restore()
    const after = await server.fingerprint()
    expect(
      [...after].filter(([part, value]) => part.startsWith('rows') && before.get(part) !== value),
    ).toEqual([])
  })
})
