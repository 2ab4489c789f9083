/**
 * How long a newcomer waits: clones this repository into an empty folder, with an empty home, runs `npm start`, asks the
 * first question and runs its SQL; then starts a second time. Prints seconds. Usage: node bench/first-answer.mjs
 * Packages come from the registry, so the network counts; rows are read over the same sockets as the pages use.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { cpus, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

const QUESTION = 'Show me all customers from Germany'
const folder = mkdtempSync(path.join(tmpdir(), 'first-answer-'))
const project = path.join(folder, 'project')
const home = path.join(folder, 'home')
mkdirSync(home)

const seconds = since => ((performance.now() - since) / 1000).toFixed(1)

try {
  const begin = performance.now()
  execFileSync('git', ['clone', '-q', '--no-local', process.cwd(), project])
  const first = await startServer()
  console.log(`clone to Ready            ${seconds(begin)} s`)
  const rows = await firstAnswer(first.url)
  console.log(`clone to the first answer ${seconds(begin)} s (${rows} rows)`)
  await first.stop()
  const again = performance.now()
  const second = await startServer()
  console.log(`second start to Ready     ${seconds(again)} s`)
  await second.stop()
  console.log(
    `on ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function startServer() {
  const port = await freePort()
  const env = { ...process.env, HOME: home, PORT: String(port) }
  const child = spawn('npm', ['start'], { cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const exited = new Promise(resolve => child.once('exit', resolve))
  await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        output += text
        if (output.includes('Ready on ')) resolve()
      })
    }
    exited.then(code => reject(new Error(`npm start ended with ${code}:\n${output}`)))
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await exited
  }
  return { url: `http://127.0.0.1:${port}/graphql`, stop }
}

async function firstAnswer(url) {
  let cookie = ''
  async function call(query, variables) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ query, variables }),
    })
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    const { data, errors } = await response.json()
    if (errors) throw new Error(errors[0].message)
    return data
  }
  await call('mutation { signIn(email: "reader@demo.local", password: "lovable-demo") { id } }')
  const { connections } = await call('{ connections { id name } }')
  const { ask } = await call(
    'mutation ($input: AskInput!) { ask(input: $input) { message query { id sqlHash } } }',
    { input: { connectionId: connections[0].id, text: QUESTION } },
  )
  if (!ask.query) throw new Error(ask.message)
  class SocketWithCookie extends WebSocket {
    constructor(address, protocols) {
      super(address, protocols, { headers: { cookie } })
    }
  }
  const client = createClient({ url: url.replace('http', 'ws'), webSocketImpl: SocketWithCookie })
  let rows = 0
  const events = client.iterate({
    query: 'subscription ($input: RunInput!) { run(input: $input) { ... on RowBatch { rows } } }',
    variables: { input: { queryId: ask.query.id, sqlHash: ask.query.sqlHash } },
  })
  for await (const { data } of events) rows += data.run.rows?.length ?? 0
  await client.dispose()
  return rows
}

async function freePort() {
  const server = createServer()
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise(resolve => server.close(resolve))
  return port
}
