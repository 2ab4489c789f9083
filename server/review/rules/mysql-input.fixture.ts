import { expect } from 'vitest'
import type { StructureObject, TableSize } from '../../databases/schema-changes.ts'
import { readServerIdentity } from '../../databases/mysql/server-identity.ts'
import { serverTraits } from '../../databases/mysql/server-traits.ts'
import { tableObjects } from '../../databases/mysql/structure-tables.ts'
import type { CatalogChange, MigrationStep, Severity } from '../../domain.ts'
import { mysqlMigrationReader } from '../../sql/mysql/read-migration.ts'
import { lint } from '../lint.ts'
import type { LintInput, LintRule } from '../lint.ts'

const OPTIONS = ') ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci'

/** As SHOW CREATE TABLE prints them. */
export const SHOP: Readonly<Record<string, string>> = {
  customers: [
    'CREATE TABLE `customers` (',
    '  `id` int(11) NOT NULL AUTO_INCREMENT,',
    '  `name` varchar(40) NOT NULL,',
    '  `email` varchar(80) DEFAULT NULL,',
    '  `code` varchar(60) DEFAULT NULL,',
    '  `short` varchar(30) DEFAULT NULL,',
    '  `old` varchar(100) CHARACTER SET latin1 COLLATE latin1_swedish_ci DEFAULT NULL,',
    '  `price` decimal(8,2) DEFAULT NULL,',
    "  `mood` enum('good','bad') DEFAULT NULL,",
    "  `tags` set('a','b') DEFAULT NULL,",
    '  `n` int(11) DEFAULT NULL,',
    '  `born` date DEFAULT NULL,',
    '  `note` text DEFAULT NULL,',
    '  PRIMARY KEY (`id`),',
    '  KEY `by_name` (`name`),',
    '  KEY `by_n_and_born` (`n`,`born`)',
    OPTIONS,
  ].join('\n'),
  orders: [
    'CREATE TABLE `orders` (',
    '  `id` int(11) NOT NULL AUTO_INCREMENT,',
    '  `customer_id` int(11) NOT NULL,',
    '  `n` int(11) DEFAULT NULL,',
    '  PRIMARY KEY (`id`),',
    '  KEY `of_customer` (`customer_id`),',
    '  CONSTRAINT `of_customer` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`) ON DELETE CASCADE',
    OPTIONS,
  ].join('\n'),
  log: ['CREATE TABLE `log` (', '  `a` int(11) DEFAULT NULL', OPTIONS].join('\n'),
}

export const SMALL = { tableRows: 90, tableBytes: 33_000 }
export const NO_STATISTICS = { tableRows: null, tableBytes: null }
const LARGE = { tableRows: 5_000_000, tableBytes: 3_000_000_000 }

/** What the server may have said on the copy. */
export const COPY = { cost: 'COPY', locks: ['ALGORITHM=COPY, LOCK=SHARED on customers'] } as const
export const REBUILD = { cost: 'REWRITE', locks: ['ALGORITHM=INPLACE, LOCK=NONE on customers'] } as const
export const SHARED = { cost: 'REWRITE', locks: ['ALGORITHM=INPLACE, LOCK=SHARED on customers'] } as const
export const NOCOPY = { cost: 'INDEX_BUILD', locks: ['ALGORITHM=NOCOPY, LOCK=NONE on customers'] } as const
export const INSTANT = { cost: 'METADATA', locks: ['ALGORITHM=INSTANT on customers'] } as const
/** Nothing could try it. */
export const UNTRIED = { cost: 'UNKNOWN', locks: [] } as const

export interface MysqlFacts {
  /** As `version()` says. */
  version?: string
  settings?: Readonly<Record<string, string>>
  /** By name, as SHOW CREATE TABLE prints them. */
  tables?: Readonly<Record<string, string>>
  /** Beside the tables. */
  others?: readonly StructureObject[]
  after?: readonly StructureObject[] | null
  changes?: readonly CatalogChange[]
  sizes?: readonly TableSize[]
  /** Of every step; untried and large where a test says nothing else. */
  step?: Partial<MigrationStep>
  /** Of the steps in their order, beside that. */
  steps?: readonly Partial<MigrationStep>[]
}

/** A change of MySQL or MariaDB as it is judged: its text and the tables are read as those of real servers are. */
export function mysqlInput(text: string, facts: MysqlFacts = {}): LintInput {
  const { version = '10.11.6-MariaDB', settings = {}, tables = SHOP } = facts
  const reading = mysqlMigrationReader.read(text)
  if (!reading.ok) throw new Error(reading.message)
  const identity = readServerIdentity(version)
  const structureOf = (objects: readonly StructureObject[]) => ({
    objects,
    serverVersion: `${identity.product} ${identity.version}`,
    serverVersionNumber: identity.versionNumber,
    settings: { character_set_database: 'utf8mb4', default_storage_engine: 'InnoDB' },
    traits: serverTraits(identity, new Map(Object.entries(settings))),
  })
  const objects = Object.entries(tables).flatMap(([name, create]) => tableObjects(name, create))
  const before = structureOf([...objects, ...(facts.others ?? [])])
  return {
    engine: 'MYSQL',
    text,
    statements: reading.statements,
    steps: reading.statements.map(({ sql, transactional }, index) => ({
      ...{ position: index + 1, sql, transactional, applied: false, durationMs: null },
      ...{ ...UNTRIED, ...LARGE, ...facts.step, ...facts.steps?.[index] },
    })),
    before,
    target: before,
    after: facts.after == null ? null : structureOf(facts.after),
    changes: facts.changes ?? [],
    sizes: facts.sizes ?? [],
    request: null,
  }
}

/** How grave each finding of the rule is, the gravest first. */
export function severities(rule: LintRule, text: string, facts: MysqlFacts = {}): readonly Severity[] {
  return lint([rule], mysqlInput(text, facts)).map(({ severity }) => severity)
}

/** A rule about a dear step: what it finds by words, by what was measured, by sizes, and of a table that is new. */
export function expectToGoByCost(
  rule: LintRule,
  text: string,
  { dear = COPY, severity = 'BLOCKING' }: { dear?: Partial<MigrationStep>; severity?: Severity } = {},
): void {
  const milder = severity === 'BLOCKING' ? 'WARNING' : 'INFO'
  expect(severities(rule, text)).toEqual([severity])
  expect(severities(rule, text, { step: dear })).toEqual([severity])
  expect(severities(rule, text, { step: INSTANT })).toEqual([])
  expect(severities(rule, text, { step: { ...dear, ...SMALL } })).toEqual([milder])
  expect(severities(rule, text, { step: { ...dear, ...NO_STATISTICS } })).toEqual([severity])
  const isNew = `create table customers (id int); ${text}`
  expect(severities(rule, isNew, { tables: {} })).toEqual([])
}

/** The text that the rule's one fix makes, which can be read whole and which the rule has nothing against. */
export function fixed(rule: LintRule, text: string, facts: MysqlFacts = {}): string {
  const fixes = lint([rule], mysqlInput(text, facts)).flatMap(({ fix }) => fix ?? [])
  expect(fixes.length).toBeGreaterThan(0)
  let result = text
  // As somebody would who clicks until nothing is left.
  for (let clicks = 0; clicks < 5; clicks++) {
    const [finding] = lint([rule], mysqlInput(result, facts)).filter(({ fix }) => fix !== undefined)
    if (finding?.fix === undefined) break
    result = finding.fix
  }
  const input = mysqlInput(result, facts)
  for (const { written } of input.statements) {
    expect(written).not.toMatchObject({ verb: 'UNREAD' })
    if (written !== undefined && 'actions' in written)
      expect(written.actions.map(({ kind }) => kind)).not.toContain('UNKNOWN')
  }
  expect(lint([rule], input)).toEqual([])
  return result
}
