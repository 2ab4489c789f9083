import { describe, expect, it } from 'vitest'
import { readGrants } from './grants.ts'

const to = 'TO `u`@`%`'

describe('grants', () => {
  it.each([
    `GRANT USAGE ON *.* ${to} IDENTIFIED BY PASSWORD '*D821809F681A40A6E379B50D0463EFAE20BDD122'`,
    `GRANT SELECT, SHOW VIEW ON \`shop\`.* ${to}`,
    `GRANT SELECT (\`x), INSERT (\`, \`id\`) ON \`shop\`.\`INSERT ON\` ${to}`,
    `GRANT SELECT, PROCESS, REPLICATION CLIENT ON *.* ${to} REQUIRE SSL`,
    `GRANT EXECUTE ON FUNCTION \`shop\`.\`f\` ${to}`,
    `REVOKE INSERT ON \`mysql\`.* FROM \`u\`@\`%\``,
    'SET DEFAULT ROLE `writer` FOR `u`@`%`',
    `GRANT \`INSERT ON\` ${to}`,
  ])('only read: %s', line => {
    expect(readGrants([line])).toMatchObject({ canWrite: false, superuser: false })
  })

  it.each([
    `GRANT SELECT, INSERT ON \`shop\`.\`orders\` ${to}`,
    `GRANT SELECT (\`id\`), UPDATE (\`id\`) ON \`shop\`.\`orders\` ${to}`,
    `GRANT FILE ON *.* ${to}`,
    `GRANT CREATE ON \`shop\`.* ${to}`,
    `GRANT ALL PRIVILEGES ON \`shop\`.* ${to}`,
    `GRANT SELECT ON \`shop\`.* ${to} WITH GRANT OPTION`,
    `GRANT SYSTEM_VARIABLES_ADMIN,XA_RECOVER_ADMIN ON *.* ${to}`,
    'GRANT INSERT ON `shop`.* TO PUBLIC',
    'GRANT INSERT ON `shop`.* TO `writer`',
    "GRANT PROXY ON ''@'%' TO 'root'@'localhost' WITH GRANT OPTION",
    'GRANT DELETE ON shop.* TO u@localhost',
  ])('write: %s', line => {
    expect(readGrants([line]).canWrite).toBe(true)
  })

  it.each([
    [`GRANT ALL PRIVILEGES ON *.* ${to} WITH GRANT OPTION`, true],
    [`GRANT SELECT, SUPER ON *.* ${to}`, true],
    [`GRANT SYSTEM_USER ON *.* ${to}`, true],
    [`GRANT ALL PRIVILEGES ON \`shop\`.* ${to}`, false],
    [`GRANT INSERT ON *.* ${to}`, false],
  ])('%s', (line, superuser) => {
    expect(readGrants([line]).superuser).toBe(superuser)
  })

  it.each([
    [`GRANT \`reader\`@\`%\`,\`odd,\`\`one\`@\`%\` ${to}`, ['`reader`@`%`', '`odd,``one`@`%`']],
    [`GRANT \`reader\` ${to}`, ['`reader`']],
    [`GRANT reader TO u@localhost`, ['reader']],
    [`GRANT \`reader\` ${to} WITH ADMIN OPTION`, ['`reader`']],
    ['GRANT `inner` TO `reader`', []],
    [`GRANT SELECT ON *.* ${to}`, []],
  ])('name the roles of the account itself: %s', (line, roles) => {
    expect(readGrants([line]).roles).toEqual(roles)
  })
})
