import type { EngineUnderTest } from './engine-under-test.ts'
import { mysql8UnderTest, mysqlUnderTest } from './mysql-under-test.ts'
import { postgresUnderTest } from './postgres-under-test.ts'

/** Every suite runs for each; for MySQL 8 where TEST_MYSQL8_URL names a server and its administrator. */
export const enginesUnderTest: readonly EngineUnderTest[] = [
  postgresUnderTest,
  mysqlUnderTest,
  ...(process.env.TEST_MYSQL8_URL ? [mysql8UnderTest] : []),
]
