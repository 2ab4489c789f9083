/** Saving a result as a file, in a real browser: by keyboard, asked about where it is a lot of work, refused in words. */
import { readFile } from 'node:fs/promises'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { findChromium } from './chromium/find-chromium.mjs'

let app: AppServer
let browser: Browser

beforeAll(async () => {
  app = await startApp({ RUN_CONFIRM_ROWS: '1000', RUN_MAX_ROWS: '100' })
  const { executablePath, args, env } = await findChromium()
  browser = await chromium.launch({ executablePath, args, env: env })
})

afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

/** The page of a question, with this SQL in the editor. */
async function openWith(page: Page, sql: string) {
  page.setDefaultTimeout(20_000)
  await page.goto(app.url)
  await page.getByRole('button', { name: 'Reader' }).click()
  await page.waitForURL(url => url.pathname === '/')
  await page.waitForLoadState('networkidle')
  const prompt = page.getByRole('textbox', { name: 'Your question' })
  await prompt.fill('List the products')
  await prompt.press('Enter')
  await expect.poll(() => page.getByRole('textbox', { name: 'SQL' }).innerText()).toContain('products')
  await edit(page, sql)
}

async function edit(page: Page, sql: string) {
  await page.getByRole('textbox', { name: 'SQL' }).fill(sql)
  await expect.poll(() => page.getByRole('button', { name: /^Run/ }).isEnabled()).toBe(true)
}

async function saved(page: Page, act: () => Promise<void>) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
}

it('saves the whole result by keyboard, and as a spreadsheet wants it', { timeout: 120_000 }, async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await openWith(page, "select n, '=1+' || n as sum from generate_series(1, 150) n")
  await page.keyboard.press('Control+Enter')
  await page.getByText(/Export has all of them/).waitFor()
  expect(await page.getByText('100 rows', { exact: true }).count()).toBe(1)

  const menu = page.getByRole('button', { name: 'Export' })
  await menu.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: /^CSV every text/ }).waitFor()
  const lines = (prefix: string) =>
    `n,sum\r\n${Array.from({ length: 150 }, (_, n) => `${n + 1},${prefix}=1+${n + 1}\r\n`).join('')}`
  expect(await saved(page, () => page.keyboard.press('Enter'))).toEqual({
    name: 'list-the-products.csv',
    text: lines(''),
  })
  await page.getByText(/your browser saves it/).waitFor()

  await menu.click()
  const guarded = await saved(page, () => page.getByRole('menuitem', { name: /spreadsheets/ }).click())
  expect(guarded.text).toBe(lines("'"))
  await menu.click()
  const list = await saved(page, () => page.getByRole('menuitem', { name: /^JSON/ }).click())
  expect((JSON.parse(list.text) as unknown[]).at(-1)).toEqual({ n: 150, sum: '=1+150' })
  await page.close()
})

it('asks first where it is a lot of work, once for run and export', { timeout: 120_000 }, async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await openWith(page, 'select product_id from products limit 7')
  await page.keyboard.press('Control+Enter')
  await page.getByText('7 rows', { exact: true }).waitFor()
  await edit(page, 'select a.product_id from products a, products b limit 5000')
  await page.getByRole('button', { name: /^Run/ }).click()
  await page.getByRole('dialog', { name: 'Run anyway?' }).waitFor()
  await page.getByRole('button', { name: 'Run anyway' }).click()
  await page.getByText('100 rows', { exact: true }).waitFor()
  await page.reload()
  await page.waitForLoadState('networkidle')

  // Rows are not kept, but the query is, and nobody has been asked on this page yet.
  const menu = page.getByRole('button', { name: 'Export' })
  const dialog = page.getByRole('dialog', { name: 'Export anyway?' })
  await menu.click()
  await page.getByRole('menuitem', { name: /^NDJSON/ }).click()
  await dialog.waitFor()
  expect(await dialog.innerText()).toContain('About 5 thousand rows')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await menu.click()
  await page.getByRole('menuitem', { name: /^NDJSON/ }).click()
  const { text } = await saved(page, () => page.getByRole('button', { name: 'Export anyway' }).click())
  expect(text.split('\n')).toHaveLength(5001)
  await menu.click()
  expect((await saved(page, () => page.getByRole('menuitem', { name: /^CSV every/ }).click())).text).toMatch(
    /^product_id\r\n/,
  )
  await page.close()
})

it('says on the page why there is no file', { timeout: 120_000 }, async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await openWith(page, 'select 1 / (product_id - product_id) as x from products')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: 'Run again' }).waitFor()
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: /^CSV every/ }).click()
  const notice = page.getByRole('alert').filter({ hasText: 'Export again' })
  await notice.waitFor()
  expect(await notice.innerText()).toMatch(/division by zero|refused|statement/i)
  expect(new URL(page.url()).pathname).toBe('/')
  await page.close()
})
