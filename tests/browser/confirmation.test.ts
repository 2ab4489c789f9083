/** A run that is a lot of work, in a real browser: asked about in words, by keyboard, and never twice. */
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { findChromium } from './chromium/find-chromium.mjs'

let app: AppServer
let browser: Browser

beforeAll(async () => {
  app = await startApp({ RUN_CONFIRM_ROWS: '1000' })
  const { executablePath, args, env } = await findChromium()
  browser = await chromium.launch({ executablePath, args, env: env })
})

afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

const MANY = 'select a.product_id from products a, products b limit 5000'

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
  const editor = page.getByRole('textbox', { name: 'SQL' })
  await expect.poll(() => editor.innerText()).toContain('products')
  await editor.fill(sql)
  await expect.poll(() => page.getByRole('button', { name: /^Run/ }).isEnabled()).toBe(true)
  return editor
}

it(
  'asks in words, takes Escape for no, and does not ask twice for the same text',
  { timeout: 120_000 },
  async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const editor = await openWith(page, MANY)
    const dialog = page.getByRole('dialog', { name: 'Run anyway?' })
    const grid = page.getByRole('grid', { name: 'Rows' })

    await page.keyboard.press('Control+Enter')
    await dialog.waitFor()
    expect(await dialog.innerText()).toContain('About 5 thousand rows')
    // The answer that changes nothing is the one that Enter gives.
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Don’t run')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await grid.count()).toBe(0)

    await page.getByRole('button', { name: /^Run/ }).click()
    await dialog.waitFor()
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    expect(await grid.count()).toBe(0)

    await page.getByRole('button', { name: /^Run/ }).click()
    await dialog.waitFor()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await page.getByText('5,000 rows', { exact: true }).waitFor()

    await page.keyboard.press('Control+Enter')
    await page.getByText('5,000 rows', { exact: true }).waitFor()
    expect(await dialog.count()).toBe(0)

    // Another text is another question, an everyday one none at all.
    await editor.fill(MANY.replace('5000', '4000'))
    await expect.poll(() => page.getByRole('button', { name: /^Run/ }).isEnabled()).toBe(true)
    await page.keyboard.press('Control+Enter')
    await dialog.waitFor()
    await dialog.getByRole('button', { name: 'Don’t run' }).click()
    await editor.fill('select product_id from products limit 7')
    await expect.poll(() => page.getByRole('button', { name: /^Run/ }).isEnabled()).toBe(true)
    await page.keyboard.press('Control+Enter')
    await page.getByText('7 rows', { exact: true }).waitFor()
    expect(await dialog.count()).toBe(0)
    await page.close()
  },
)
