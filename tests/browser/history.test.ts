/** What was asked is found again, in a real browser: favourites while typing, the history by keyboard, sharing, small screens. */
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accessibilityFaults } from '../fixtures/accessibility-faults.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { findChromium } from './chromium/find-chromium.mjs'

const QUESTION = 'Show me all customers from Germany'

let app: AppServer
let browser: Browser

beforeAll(async () => {
  app = await startApp()
  const { executablePath, args, env } = await findChromium()
  browser = await chromium.launch({ executablePath, args, env })
})
afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

async function signIn(email: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options })
  page.setDefaultTimeout(20_000)
  await page.goto(app.url)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('lovable-demo')
  await page.keyboard.press('Enter')
  await page.waitForURL(url => url.pathname === '/')
  await page.waitForLoadState('networkidle')
  return page
}

async function overflows(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
}

async function askFor(page: Page, text: string): Promise<void> {
  const field = page.getByLabel('Your question', { exact: true })
  await field.fill(text)
  await field.press('Escape')
  await field.press('Enter')
  await page.getByRole('button', { name: /^Run/ }).first().waitFor()
}

it(
  'is found again by words, run again by one key, named, and taken again while typing',
  {
    timeout: 180_000,
  },
  async () => {
    const page = await signIn('reader@demo.local')
    await askFor(page, QUESTION)
    const editor = page.getByRole('textbox', { name: 'SQL' })
    await editor.fill("SELECT company_name, city FROM customers WHERE country = 'Germany' ORDER BY city")
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.locator('.cm-deletedChunk').first().waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Control+Enter')
    await page.getByText('11 rows', { exact: true }).waitFor()
    await page
      .getByRole('region', { name: 'What the rows say' })
      .getByText(/There are 11 /)
      .waitFor()

    // Reopened, it says what is known of the result; its rows are not there.
    await page.reload()
    const earlier = page.getByRole('region', { name: 'Result of an earlier run' })
    await earlier.getByText('Rows are not stored', { exact: false }).waitFor()
    expect(await earlier.getByRole('list', { name: 'Columns' }).innerText()).toMatch(/company_name.*city/s)
    expect(await earlier.innerText()).toMatch(/11 rows.*There are 11 /s)
    expect(await page.getByRole('grid', { name: 'Rows' }).count()).toBe(0)
    await earlier.getByRole('button', { name: 'Run again' }).click()
    await page.getByRole('grid', { name: 'Rows' }).waitFor()

    await page.getByRole('link', { name: 'History' }).click()
    await page.getByRole('searchbox').fill('germ company_name')
    await page.keyboard.press('Enter')
    await page.waitForURL(/search=/)
    const question = page.getByRole('link', { name: QUESTION })
    await question.waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: `More for: ${QUESTION}` }).click()
    await page.getByRole('menuitem', { name: 'Favourite with a title…' }).click()
    await page.getByLabel('Title', { exact: true }).fill('German customers by city')
    await page.getByRole('button', { name: 'Save' }).click()
    const named = page.getByRole('link', { name: 'German customers by city' })
    await named.focus()
    await page.keyboard.press('r')
    await page.getByRole('grid', { name: 'Rows' }).waitFor()
    // A reload does not run again.
    await page.reload()
    await page.getByText('Rows are not stored', { exact: false }).waitFor()

    const field = page.getByLabel('Your question', { exact: true })
    await field.fill('german cust')
    const offers = page.getByRole('listbox', { name: 'Favourites and approved queries' })
    const options = offers.getByRole('option')
    await options.first().waitFor()
    expect(await field.getAttribute('role')).toBe('combobox')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('ArrowDown')
    const chosen = offers.getByRole('option', { selected: true })
    expect(await chosen.getAttribute('id')).toBe(await field.getAttribute('aria-activedescendant'))
    await page.keyboard.press('Enter')
    await page.getByText('Taken again from your own favourite', { exact: false }).waitFor()
    expect(await editor.innerText()).toContain('ORDER BY city')
    expect(await page.getByRole('grid', { name: 'Rows' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Read it afresh' }).click()
    await page.getByText('built-in grammar', { exact: false }).waitFor()
    await page.close()
  },
)

it('is shared, approved by a developer, and used by somebody else', { timeout: 120_000 }, async () => {
  const reader = await signIn('reader@demo.local')
  await askFor(reader, 'How many products are there per category?')
  await reader.getByRole('button', { name: /^More for:/ }).click()
  await reader.getByRole('menuitem', { name: 'Share with the team…' }).click()
  await reader.getByLabel('Title', { exact: true }).fill('Shelf')
  await reader.getByRole('button', { name: 'Share', exact: true }).click()
  await reader.getByText('Waits for approval').waitFor()

  const developer = await signIn('developer@demo.local')
  await developer.goto(`${app.url}/history?scope=REQUESTED`)
  expect(await accessibilityFaults(developer)).toEqual([])
  await developer.getByRole('button', { name: 'Approve: Shelf' }).click()
  await developer.getByText('Approved for the team').waitFor()
  await developer.getByRole('link', { name: 'Shelf' }).click()
  await developer.getByRole('button', { name: 'Use this query' }).click()
  await developer.getByText('’s approved query', { exact: false }).waitFor()
  await developer.getByRole('button', { name: /^Run/ }).click()
  await developer.getByText('8 rows', { exact: true }).waitFor()

  await reader.goto(`${app.url}/history`)
  await reader.getByRole('button', { name: 'More for: Shelf' }).click()
  await reader.getByRole('menuitem', { name: 'Delete question…' }).click()
  await reader.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect.poll(() => reader.getByRole('link', { name: 'Shelf' }).count()).toBe(0)
  await Promise.all([reader.close(), developer.close()])
})

it.each([
  [390, 'light'],
  [390, 'dark'],
  [768, 'dark'],
] as const)('fits %i px in the %s', { timeout: 120_000 }, async (width, colorScheme) => {
  const page = await signIn('developer@demo.local', { viewport: { width, height: 844 }, colorScheme })
  await askFor(page, QUESTION)
  await page
    .getByRole('textbox', { name: 'SQL' })
    .fill("SELECT company_name FROM customers WHERE country = 'Germany'")
  await page.getByRole('button', { name: /^Run/ }).first().click()
  await page.getByText('11 rows', { exact: true }).waitFor()
  await page
    .getByRole('region', { name: 'What the rows say' })
    .getByText(/There are 11 /)
    .waitFor()
  expect(await overflows(page)).toBe(false)
  await page.reload()
  await page.getByText('Rows are not stored', { exact: false }).waitFor()
  expect(await overflows(page)).toBe(false)
  await page.goto(`${app.url}/history`)
  await page.getByRole('link', { name: QUESTION }).first().waitFor()
  expect(await overflows(page)).toBe(false)
  await page.close()
})
