import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isLoopback, readConfig } from './config.ts'
import { AppError } from './errors.ts'

const KEY = Buffer.alloc(32, 7).toString('base64')
const OUTSIDE_DEMO = { DATABASE_URL: 'postgres://db.example.com/app', APP_ENCRYPTION_KEYS: `k1:${KEY}` }

/** What is wrong with the environment, one line each. */
function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof AppError && error.code === 'CONFIG_INVALID') return error.hints
    throw error
  }
  return []
}

describe('the configuration', () => {
  it('of nothing at all is a demo on this machine, without key and model', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicOrigins: ['http://localhost:3000', 'http://127.0.0.1:3000'],
      databaseUrl: null,
      encryptionKeys: null,
      admin: null,
      demo: { password: 'lovable-demo', samplesUrl: null },
      llm: { provider: 'built-in', apiKey: null },
    })
  })

  it('takes empty variables for unset ones', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', DEMO: '', ADMIN_EMAIL: '' })).toEqual(readConfig({}))
  })

  it('cannot be changed once it is read', () => {
    const config = readConfig(OUTSIDE_DEMO)
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError)
    expect(() => Object.assign(config.run, { stallSeconds: 1 })).toThrow(TypeError)
  })

  it('turns units into those that their names say', () => {
    const config = readConfig({
      SESSION_DAYS: '1',
      DATABASE_IDLE_SECONDS: '2',
      DATABASE_CONNECT_SECONDS: '3',
      DATABASE_STATEMENT_SECONDS: '4',
      LLM_TIMEOUT_SECONDS: '5',
      RUN_MAX_SECONDS: '6',
    })
    expect(config.session).toEqual({ idleMs: 86_400_000, maxMs: 30 * 86_400_000 })
    expect(config.databases).toMatchObject({
      idleTimeoutMs: 2000,
      connectTimeoutMs: 3000,
      statementTimeoutMs: 4000,
    })
    expect(config.llm.timeoutMs).toBe(5000)
    expect(config.run.byRole.DEVELOPER.maxSeconds).toBe(6)
  })

  it('takes the provider whose key is set, and one without a key where it is named', () => {
    const providerOf = (environment: Record<string, string>) => readConfig(environment).llm
    expect(providerOf({ OPENAI_API_KEY: 'k' })).toMatchObject({ provider: 'openai', apiKey: 'k' })
    expect(providerOf({ OPENAI_API_KEY: 'k', ANTHROPIC_API_KEY: 'a' })).toMatchObject({
      provider: 'anthropic',
      apiKey: 'a',
    })
    const local = { LLM_PROVIDER: 'openai', OPENAI_BASE_URL: 'http://127.0.0.1:1/v1', LLM_MODEL: 'm' }
    expect(providerOf(local)).toMatchObject({ provider: 'openai', apiKey: null, model: 'm' })
    expect(providerOf({ LLM_PRICES: '3, 0.3,15' }).prices).toEqual({ input: 3, cachedInput: 0.3, output: 15 })
  })

  it('has limits of a run for every role, others for some, and lower ones for a connection', () => {
    const { run } = readConfig({
      RUN_MAX_ROWS: '500, READ_ONLY:50',
      RUNS_PER_USER: '7',
      CONNECTION_LIMITS: '{"Northwind prod":{"maxRows":20,"runsPerConnection":2}}',
    })
    expect(run.byRole.READ_ONLY).toMatchObject({ maxRows: 50, runsPerUser: 7 })
    expect(run.byRole.ADMIN).toMatchObject({ maxRows: 500, runsPerUser: 7 })
    expect(run.byConnection).toEqual({ 'Northwind prod': { maxRows: 20, runsPerConnection: 2 } })
  })

  it.each([
    [{}, 8],
    [{ DATABASE_MAX_SESSIONS: '110' }, 110],
    [{ DATABASE_MAX_SESSIONS: '110', RUNS_PER_CONNECTION: '20' }, 20],
    [{ DATABASE_MAX_SESSIONS: '5', RUNS_PER_CONNECTION: '20' }, 5],
  ])('%j lets %i runs work on a connection at once', (environment, runs) => {
    expect(readConfig(environment).run.runsPerConnection).toBe(runs)
  })

  it('has limits of estimates for all roles, and others for some', () => {
    const { byRole } = readConfig({
      RUN_WARN_ROWS: '1000, ADMIN:0',
      RUN_CONFIRM_COST: '7',
      RUN_MAX_COST: 'DEVELOPER:9,READ_ONLY:8,10',
    }).run
    expect([byRole.READ_ONLY, byRole.DEVELOPER, byRole.ADMIN]).toMatchObject([
      { warnRows: 1000, confirmCost: 7, maxCost: 8 },
      { warnRows: 1000, confirmCost: 7, maxCost: 9 },
      { warnRows: 0, confirmCost: 7, maxCost: 10 },
    ])
  })

  it('asks nobody after 5,000,000 rows of 200 bytes unless told otherwise', () => {
    for (const { confirmRows, confirmCost } of Object.values(readConfig({}).run.byRole)) {
      expect(confirmRows).toBeGreaterThan(5_000_000)
      // PostgreSQL: 8 kB pages read one after another, and a hundredth of each row. MySQL: a tenth of each row.
      expect(confirmCost).toBeGreaterThan((5_000_000 * 230) / 8192 + 5_000_000 * 0.1)
    }
  })

  it('has a list of rules on database hosts, and lets any login connect unless told otherwise', () => {
    expect(readConfig({}).databases).toMatchObject({ hosts: [], requireReadOnlyLogin: false })
    const environment = { DATABASE_HOSTS: '10.0.0.0/8, !10.0.9.1,', REQUIRE_READ_ONLY_LOGIN: 'true' }
    expect(readConfig(environment).databases).toMatchObject({
      hosts: ['10.0.0.0/8', '!10.0.9.1'],
      requireReadOnlyLogin: true,
    })
  })

  it.each([
    [{}, 'built-in'],
    [{ ANTHROPIC_API_KEY: 'k' }, 'anthropic'],
    [{ ANTHROPIC_API_KEY: 'k', LLM_PROVIDER: 'built-in' }, 'built-in'],
  ])('%j reads questions by %s', (environment, provider) => {
    expect(readConfig(environment).llm.provider).toBe(provider)
  })

  it.each([
    [{}, true],
    [{ DEMO: 'false', APP_ENCRYPTION_KEYS: `k1:${KEY}` }, false],
    [OUTSIDE_DEMO, false],
    [{ ...OUTSIDE_DEMO, DEMO: 'true' }, true],
    [{ HOST: '0.0.0.0', DEMO_PASSWORD: 'something-else' }, true],
  ])('%j is a demo: %s', (environment, isDemo) => {
    expect(readConfig(environment).demo !== null).toBe(isDemo)
  })

  it('seals with the first key, and knows them all', () => {
    const { encryptionKeys } = readConfig({ ...OUTSIDE_DEMO, APP_ENCRYPTION_KEYS: `k2:${KEY}, k1:${KEY}` })
    expect(encryptionKeys?.map(({ id, key }) => [id, key.length])).toEqual([
      ['k2', 32],
      ['k1', 32],
    ])
  })

  it('keeps of the public addresses what browsers send as their origin', () => {
    const { publicOrigins } = readConfig({ PUBLIC_URL: 'https://Ask.Example.com/app/, http://localhost:80' })
    expect(publicOrigins).toEqual(['https://ask.example.com', 'http://localhost'])
  })

  it.each(['true', 'false', '2', 'loopback', 'loopback, 10.0.0.0/8', '::1', 'fd00::/8,uniquelocal'])(
    'trusts the proxies %s',
    TRUST_PROXY => {
      expect(readConfig({ TRUST_PROXY }).trustProxy).toBe(TRUST_PROXY)
    },
  )
})

describe('a wrong configuration', () => {
  it.each([
    [{ PORT: 'abc' }, 'PORT must be a whole number'],
    [{ PORT: '70000' }, 'PORT must be between 1 and 65535'],
    [{ RUN_MAX_ROWS: '1.5' }, 'RUN_MAX_ROWS must be a whole number'],
    [{ RUN_MAX_COST: '-1' }, 'RUN_MAX_COST must be a whole number, with others for some roles'],
    [{ RUN_CONFIRM_ROWS: '5,GUEST:7' }, 'RUN_CONFIRM_ROWS must be a whole number, with others'],
    [{ RUN_WARN_COST: 'ADMIN:7' }, 'RUN_WARN_COST must have a number for all other roles'],
    [{ RUN_MAX_ROWS: '100,ADMIN:0' }, 'RUN_MAX_ROWS must be between 1 and'],
    [{ CONNECTION_LIMITS: '{' }, 'CONNECTION_LIMITS must be JSON'],
    [{ CONNECTION_LIMITS: '{"a":{"rows":1}}' }, 'CONNECTION_LIMITS.a Unrecognized key: "rows"'],
    [{ CONNECTION_LIMITS: '{"a":{"maxRows":0}}' }, 'CONNECTION_LIMITS.a.maxRows Too small'],
    [
      { ...OUTSIDE_DEMO, DATABASE_URL: 'mysql://x/y' },
      'DATABASE_URL must be a URL that begins with postgres://',
    ],
    [{ ANTHROPIC_BASE_URL: 'api.example.com' }, 'ANTHROPIC_BASE_URL must be a URL'],
    [{ DEMO: 'yes' }, 'DEMO must be true or false'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of'],
    [{ LLM_PROVIDER: 'hal' }, 'LLM_PROVIDER must be anthropic, openai or built-in'],
    [{ LLM_PROVIDER: 'openai' }, 'OPENAI_API_KEY is required'],
    [{ LLM_PROVIDER: 'openai', OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' }, 'LLM_MODEL is required'],
    [{ LLM_PRICES: '3,15' }, 'LLM_PRICES must be three numbers'],
    [{ LLM_PROVIDER: 'anthropic' }, 'ANTHROPIC_API_KEY is required'],
    [{ ADMIN_EMAIL: 'root@example.com' }, 'ADMIN_EMAIL and ADMIN_PASSWORD belong together'],
    [{ ADMIN_EMAIL: 'root@example.com', ADMIN_PASSWORD: 'short' }, 'ADMIN_PASSWORD must have at least 10'],
    [{ HOST: '0.0.0.0' }, 'set DEMO_PASSWORD, or DEMO=false'],
    [{ HOST: '::' }, 'set DEMO_PASSWORD, or DEMO=false'],
    [{ DEMO: 'false' }, 'APP_ENCRYPTION_KEYS is required outside demo mode'],
    [{ APP_ENCRYPTION_KEYS: 'k1' }, 'APP_ENCRYPTION_KEYS: entry 1 must be id:key'],
    [{ APP_ENCRYPTION_KEYS: `k1:${KEY},k2:c2hvcnQ=` }, 'APP_ENCRYPTION_KEYS: entry 2 must be id:key'],
    [
      { APP_ENCRYPTION_KEYS: `k1:${KEY}, k2:${KEY.replace(/^../, '?!AA')}` },
      'APP_ENCRYPTION_KEYS: entry 2 must be id:key',
    ],
    [{ APP_ENCRYPTION_KEYS: `k1:${KEY},k1:${KEY}` }, 'APP_ENCRYPTION_KEYS: the id k1 is used twice'],
    [{ PUBLIC_URL: 'https://a.example,ask.example.com' }, 'PUBLIC_URL: "ask.example.com" must be a URL'],
    [{ TRUST_PROXY: 'nginx' }, 'TRUST_PROXY must be'],
    [{ TRUST_PROXY: '10.0.0.0/64' }, 'TRUST_PROXY must be'],
    [{ TRUST_PROXY: 'loopback,' }, 'TRUST_PROXY must be'],
  ])('such as %j has one problem, and its name', (environment, words) => {
    expect(problemsOf(environment)).toEqual([expect.stringContaining(words)])
  })

  it('has all its problems told at once, whether of one variable or between several', () => {
    const problems = problemsOf({
      PORT: 'abc',
      DATABASE_URL: 'nonsense',
      LOG_LEVEL: 'loud',
      LLM_PROVIDER: 'anthropic',
      ADMIN_PASSWORD: 'long-enough-password',
      PUBLIC_URL: 'nonsense',
    })
    for (const name of [
      'PORT',
      'DATABASE_URL',
      'LOG_LEVEL',
      'ANTHROPIC_API_KEY',
      'ADMIN_EMAIL',
      'PUBLIC_URL',
      'APP_ENCRYPTION_KEYS',
    ])
      expect(problems).toContainEqual(expect.stringContaining(name))
    expect(problems).toHaveLength(7)
  })

  it('is told without the values of secrets', () => {
    const environment = {
      ADMIN_PASSWORD: 'canary',
      DEMO_PASSWORD: 'canary',
      APP_ENCRYPTION_KEYS: 'canary',
      DATABASE_URL: 'http://u:canary@x',
    }
    expect(problemsOf(environment).length).toBeGreaterThan(3)
    expect(problemsOf(environment).join()).not.toContain('canary')
  })
})

describe('a loopback address', () => {
  it.each([
    ['localhost', true],
    ['127.0.0.1', true],
    ['127.1.2.3', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['::', false],
    ['127.0.0.1.example.com', false],
    ['10.0.0.1', false],
  ])('%s: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected)
  })
})

describe('sign-in with a provider', () => {
  it('is off without a client, and knows the providers where one is set', () => {
    expect(readConfig({}).oauth).toMatchObject({ github: null, google: null, newUsers: null })
    expect(readConfig({ GITHUB_CLIENT_ID: 'id', GITHUB_CLIENT_SECRET: 'secret' }).oauth.github).toEqual({
      clientId: 'id',
      clientSecret: 'secret',
      issuer: 'https://github.com',
      authorizeUrl: 'https://github.com/login/oauth/authorize',
      tokenUrl: 'https://github.com/login/oauth/access_token',
      apiUrl: 'https://api.github.com',
    })
  })

  it.each([
    [{ GITHUB_CLIENT_ID: 'id' }, 'GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET belong together'],
    [{ GOOGLE_CLIENT_SECRET: 'secret' }, 'GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET belong together'],
    [{ GITHUB_URL: 'http://github.example.com' }, 'GITHUB_URL must begin with https://'],
    [{ GOOGLE_TOKEN_URL: 'ftp://example.com' }, 'GOOGLE_TOKEN_URL must be a URL'],
    [{ OAUTH_NEW_USERS: 'ADMIN' }, 'OAUTH_NEW_USERS must be none or READ_ONLY'],
    [{ OAUTH_EMAIL_DOMAINS: 'example.com, *' }, 'OAUTH_EMAIL_DOMAINS must be'],
  ])('is refused with %j', (environment, problem) => {
    expect(problemsOf(environment as Record<string, string>)[0]).toContain(problem)
  })

  it('takes domains in any case, with or without the sign', () => {
    expect(readConfig({ OAUTH_EMAIL_DOMAINS: 'Example.com, @example.org' }).oauth.emailDomains).toEqual([
      'example.com',
      'example.org',
    ])
  })
})

describe('.env.example', () => {
  const lines = readFileSync(new URL('../.env.example', import.meta.url), 'utf8').split('\n')
  const examples = lines.flatMap(line => {
    const [, name, value] = /^# ([A-Z][A-Z_]+)=(.*)$/.exec(line) ?? []
    return name === undefined || value === undefined ? [] : [[name, value] as const]
  })
  const source = readFileSync(new URL('./config.ts', import.meta.url), 'utf8')
  /** NODE_ENV is set by the scripts, not by people. */
  const read = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)]
    .map(match => match[1])
    .filter(name => name !== 'NODE_ENV')

  it('lists every variable that is read, and no other', () => {
    expect(read.length).toBeGreaterThan(25)
    expect(examples.map(([name]) => name).sort()).toEqual(read.sort())
  })

  it('shows the numbers that hold when nothing is set', () => {
    const numbers = examples.filter(([, value]) => /^\d+$/.test(value))
    expect(numbers.length).toBeGreaterThan(10)
    expect(readConfig(Object.fromEntries(numbers))).toEqual(readConfig({}))
  })

  it('shows values that are taken', () => {
    expect(problemsOf({ ...Object.fromEntries(examples), ...OUTSIDE_DEMO })).toEqual([])
  })
})
