/** A model's answer in a real browser while it is written: its words come as they are streamed, and the settings tell of it. */
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accessibilityFaults } from '../fixtures/accessibility-faults.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { startAnthropicServer } from '../mocks/anthropic-server.ts'
import type { AnthropicServer } from '../mocks/anthropic-server.ts'
import { findChromium } from './chromium/find-chromium.mjs'

const READING = 'I look for the buyers with the largest orders, and name the ten that matter most.'
const OTHER = 'I list the buyers by city.'
const OTHER_SQL = 'select company_name from customers order by city limit 10'
const SQL = 'select company_name from customers order by company_name limit 10'

let provider: AnthropicServer
let app: AppServer
let browser: Browser
/** The first question is left in the middle of its answer. */
let replies = 0

beforeAll(async () => {
  provider = await startAnthropicServer(({ body }) => {
    if (body.tools?.some(({ name }) => name === 'confirm'))
      return { kind: 'message', toolCalls: [{ name: 'confirm', input: { word: 'ready' } }] }
    replies += 1
    if (replies === 1) return { kind: 'stall', text: READING }
    // Of drafts that are compared, the one from definitions reads the question in another way.
    const differs =
      JSON.stringify(body.messages).includes('differently') && /CREATE TABLE/.test(body.system[0]?.text ?? '')
    if (differs)
      return {
        kind: 'message',
        text: OTHER,
        toolCalls: [
          {
            name: 'propose_sql',
            input: { sql: OTHER_SQL, reading: OTHER, assumptions: [], confidence: 0.9 },
          },
        ],
      }
    const input = { sql: SQL, reading: READING, assumptions: [], confidence: 0.9 }
    return { kind: 'message', text: READING, toolCalls: [{ name: 'propose_sql', input }] }
  })
  app = await startApp({
    ...{ LLM_PROVIDER: 'anthropic', LLM_MODEL: 'claude-fake-1', ANTHROPIC_API_KEY: 'key' },
    ...{ ANTHROPIC_BASE_URL: provider.url, LLM_PRICES: '3,0.3,15' },
  })
  const { executablePath, args, env } = await findChromium()
  browser = await chromium.launch({ executablePath, args, env })
})

afterAll(async () => {
  await browser?.close()
  await app?.stop()
  await provider?.close()
})

async function signedIn(as: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  page.setDefaultTimeout(30_000)
  await page.goto(app.url)
  await page.getByRole('button', { name: as }).click()
  await page.waitForURL(url => url.pathname === '/')
  await page.waitForLoadState('networkidle')
  return page
}

it(
  'shows words while the model still writes, and the SQL when it has ended',
  { timeout: 120_000 },
  async () => {
    const page = await signedIn('Reader')
    const prompt = page.getByRole('textbox', { name: 'Your question' })
    await prompt.fill('Which buyers would we miss the most if they stopped tomorrow?')
    await prompt.press('Enter')
    // Half of the reading is there, and the reply has no end yet.
    await page.getByText(READING.slice(0, 30)).first().waitFor()
    expect(await page.getByText(READING).count()).toBe(0)
    expect(await page.getByRole('button', { name: /^Run/ }).count()).toBe(0)
    expect(await accessibilityFaults(page)).toEqual([])

    await page.reload()
    await provider.clientGone
    await page.waitForLoadState('networkidle')
    await prompt.fill('Which buyers matter the most to us these days?')
    await prompt.press('Enter')
    await page.getByText(READING).first().waitFor()
    await expect.poll(() => page.getByRole('textbox', { name: 'SQL' }).innerText()).toContain('company_name')
    await page.close()
  },
)

it(
  'tells an administrator which model it is, whether it works and what it took',
  { timeout: 120_000 },
  async () => {
    const page = await signedIn('Admin')
    await page.goto(`${app.url}/admin/settings`)
    await page.getByText('claude-fake-1').first().waitFor()
    await page.waitForLoadState('networkidle')
    await page.getByRole('button', { name: 'Test the model' }).click()
    await page.getByText('It calls tools, so it can answer questions.').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [1280, 'dark'],
      [390, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false)
    }
    await page.close()
  },
)

it(
  'compares answers only where that is switched on, for one question, and says what came of it',
  { timeout: 120_000 },
  async () => {
    const page = await signedIn('Reader')
    const compare = page.getByRole('switch', { name: 'Compare answers' })
    expect(await compare.count()).toBe(0)
    const admin = await signedIn('Admin')
    await admin.goto(`${app.url}/connections`)
    await admin
      .getByRole('link', { name: /Northwind dev/ })
      .first()
      .click()
    await admin.waitForLoadState('networkidle')
    const allow = admin.getByRole('switch', { name: 'Drafts may run to be compared' })
    expect(await allow.isChecked()).toBe(false)
    await admin.getByText('Drafts may run to be compared').click()
    await expect.poll(() => allow.isEnabled()).toBe(true)
    await admin.reload()
    await admin.waitForLoadState('networkidle')
    expect(await allow.isChecked()).toBe(true)
    expect(await accessibilityFaults(admin)).toEqual([])
    await admin.close()

    await page.reload()
    await page.waitForLoadState('networkidle')
    await page.getByText('at most 1,000 rows and 5 seconds each').waitFor()
    expect(await compare.isChecked()).toBe(false)
    await page.getByText('Compare answers').click()
    expect(await accessibilityFaults(page)).toEqual([])
    const prompt = page.getByRole('textbox', { name: 'Your question' })
    await prompt.fill('Which buyers are the ones that matter?')
    await prompt.press('Enter')
    await page
      .getByText('Compared: three drafts, made apart from each other, give the same rows.')
      .first()
      .waitFor()
    await page.waitForLoadState('networkidle')
    expect(await compare.isChecked()).toBe(false)

    await page.getByText('Compare answers').click()
    await prompt.fill('Which buyers are the ones that matter, seen differently?')
    await prompt.press('Enter')
    await page.getByRole('heading', { name: 'That can be read in several ways' }).waitFor()
    await page.getByRole('button', { name: new RegExp(OTHER) }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.close()
  },
)
