/**
 * Records a roundtable on five different changes of the sample databases, as Markdown: npx tsx bench/roundtable.ts
 * --app URL > docs/roundtable-record.md, with the URL of a server in demo mode. The proposals are withdrawn after it.
 */
import { parseArgs } from 'node:util'
import { connectApi } from '../tests/fixtures/api-client.ts'
import type { ApiClient } from '../tests/fixtures/api-client.ts'
import { propose, withdraw } from '../tests/flow/proposal-documents.ts'
import { hold } from '../tests/flow/roundtable-documents.ts'
import type { SeenRoundtable } from '../tests/flow/roundtable-documents.ts'

const CHANGES = [
  { on: 'Northwind dev', text: 'add a phone_ext column to customers' },
  { on: 'Northwind dev', sql: 'ALTER TABLE order_details ALTER COLUMN quantity TYPE bigint' },
  { on: 'Northwind dev', sql: 'ALTER TABLE customers DROP COLUMN fax' },
  { on: 'Northwind dev', sql: 'ALTER TABLE customers ALTER COLUMN region SET NOT NULL' },
  {
    on: 'Northwind prod',
    sql: 'GRANT SELECT ON employees TO PUBLIC; ALTER TABLE employees ADD COLUMN salary numeric',
  },
] as const

const INTRODUCTION = `# Five changes at the roundtable

Recorded by \`bench/roundtable.ts\` on the sample databases, without a model. What each role may see and how the verdict is reckoned:
[roundtable.md](roundtable.md).
`

const { values } = parseArgs({ options: { app: { type: 'string' } } })
if (values.app === undefined) throw new Error('Give --app URL')
const api = await connectApi(values.app, 'admin@demo.local')
try {
  const { connections } = await api.request<{ connections: { id: string; name: string }[] }>(
    '{ connections { id name } }',
  )
  const parts: string[] = []
  for (const change of CHANGES) {
    const connectionId = connections.find(({ name }) => name === change.on)?.id
    if (connectionId === undefined) throw new Error(`There is no connection ${change.on}`)
    parts.push(await record(api, connectionId, change))
  }
  process.stdout.write(`${INTRODUCTION}\n${parts.join('\n')}`)
} finally {
  await api.close()
}

async function record(
  client: ApiClient,
  connectionId: string,
  { on, ...change }: { on: string; text?: string; sql?: string },
): Promise<string> {
  const proposal = await propose(client, { connectionId, ...change })
  const { table } = await hold(client, proposal.id)
  await withdraw(client, proposal)
  return section(`${change.text ?? change.sql ?? ''}`, on, proposal.sql, table)
}

function section(asked: string, on: string, sql: string, table: SeenRoundtable): string {
  const { verdict, statements, evidence, conditions, disagreements, nextStep, residualRisk } = table
  return [
    `## ${verdict}: ${asked.split(';')[0] ?? ''}`,
    '',
    `On ${on}.`,
    '',
    '```sql',
    sql.trim(),
    '```',
    '',
    '| role | stance | word | cites |',
    '| --- | --- | --- | --- |',
    ...statements.map(each =>
      cells(each.title, each.stance.toLowerCase(), each.recommendation, each.cites.join(', ')),
    ),
    '',
    ...[
      ['Conditions', conditions.map(({ words }) => words)] as const,
      ['Not agreed', disagreements] as const,
    ].flatMap(([title, points]) =>
      points.length === 0 ? [] : [`${title}:`, '', ...points.map(point => `- ${point}`), ''],
    ),
    `Next: ${nextStep} ${residualRisk}`,
    '',
    'Evidence:',
    '',
    ...evidence.map(
      ({ id, text, floor }) => `- ${id}${floor === 'APPROVE' ? '' : ` (${floor})`}: ${escaped(text)}`,
    ),
    '',
  ].join('\n')
}

function cells(...texts: readonly string[]): string {
  return `| ${texts.map(text => escaped(text)).join(' | ')} |`
}

function escaped(text: string): string {
  return text.replace(/[|<>_*]/g, mark => `\\${mark}`)
}
