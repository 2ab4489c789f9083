/** What speaks against a change, mended by a click in a real browser: looked at first, then saved as a revision. */
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accessibilityFaults } from '../fixtures/accessibility-faults.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { findChromium } from './chromium/find-chromium.mjs'

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

it('puts a fix into the editor, and saves it only when asked to', { timeout: 120_000 }, async () => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(app.url)
  await page.getByRole('button', { name: 'Developer' }).click()
  await page.waitForURL(url => url.pathname === '/')
  const parameters = new URLSearchParams({ sql: 'alter table customers add unique (company_name);' })
  await page.goto(`${app.url}/proposals/new?${parameters}`)
  await page.waitForLoadState('networkidle')
  await page.getByLabel('Database').selectOption({ label: 'Northwind dev · Development' })
  await page.getByRole('button', { name: 'Try it on a copy' }).click()
  await page.waitForURL(url => /^\/proposals\/\d+$/.test(url.pathname))

  const finding = page.getByRole('listitem').filter({ hasText: 'The index of UNIQUE is built' })
  await finding.getByRole('button', { name: 'Apply fix' }).click()
  const editor = page.getByLabel('SQL of revision 2')
  expect(await editor.inputValue()).toMatch(
    /^CREATE UNIQUE INDEX CONCURRENTLY .*\nalter table customers ADD CONSTRAINT/,
  )
  expect(await editor.evaluate(field => field === document.activeElement)).toBe(true)
  expect(await accessibilityFaults(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 900 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false)

  await page.getByRole('button', { name: 'Leave it' }).click()
  await editor.waitFor({ state: 'detached' })
  await finding.waitFor()
  await finding.getByRole('button', { name: 'Apply fix' }).click()
  await page.getByRole('button', { name: 'Save as a new revision' }).click()
  await finding.waitFor({ state: 'detached' })
  await page.getByText('CREATE UNIQUE INDEX CONCURRENTLY').first().waitFor()
})
