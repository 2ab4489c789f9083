/** What a newcomer does, in a real browser: from the sign-in page to a follow-up question. */
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
let page: Page
/** What a careful eye would have seen in the developer tools. */
const complaints: string[] = []

beforeAll(async () => {
  app = await startApp()
  const { executablePath, args, env } = await findChromium()
  browser = await chromium.launch({ executablePath, args, env: env })
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  page.on('request', request => {
    if (!request.url().startsWith(app.url) && !request.url().startsWith('data:'))
      complaints.push(`request to another origin: ${request.url()}`)
  })
  page.setDefaultTimeout(20_000)
})

afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

it('signs in, asks, looks, edits, runs, reads and goes on', { timeout: 120_000 }, async () => {
  await page.goto(app.url)
  expect(new URL(page.url()).pathname).toBe('/sign-in')
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Reader' }).click()
  await page.waitForURL(url => url.pathname === '/')
  await page.waitForLoadState('networkidle')

  await page.getByRole('button', { name: /^Connection:/ }).click()
  await page.getByRole('menuitemradio', { name: /Northwind prod/ }).click()
  await page.getByText('PRODUCTION', { exact: true }).first().waitFor()
  await expect.poll(() => page.title()).toContain('PRODUCTION')

  const prompt = page.getByRole('textbox', { name: 'Your question' })
  await prompt.fill(QUESTION)
  await prompt.press('Enter')
  await page.getByText('country = "Germany"').waitFor()
  const preview = page.getByRole('region', { name: 'What it will do' })
  await expect.poll(() => preview.innerText()).toMatch(/1 table · about 11 rows/i)
  const editor = page.getByRole('textbox', { name: 'SQL' })
  expect(await editor.innerText()).toContain("WHERE country = 'Germany'")
  expect(await page.getByRole('grid', { name: 'Rows' }).count()).toBe(0)

  // Edited into something that may not run, and back into something that may.
  await editor.fill("delete from customers where country = 'Germany'")
  await expect.poll(() => preview.innerText()).toMatch(/read/i)
  await expect.poll(() => page.getByRole('button', { name: /^Run/ }).isDisabled()).toBe(true)
  await editor.fill("SELECT company_name, city FROM customers WHERE country = 'Germany' ORDER BY city")
  await expect.poll(() => page.getByRole('button', { name: /^Run/ }).isEnabled()).toBe(true)
  await page.keyboard.press('Control+Enter')
  const grid = page.getByRole('grid', { name: 'Rows' })
  await grid.getByRole('gridcell', { name: 'Aachen' }).waitFor()
  expect(await grid.getByRole('columnheader').allInnerTexts()).toEqual(
    expect.arrayContaining(['company_name', 'city']),
  )
  await page.getByText('11 rows', { exact: true }).waitFor()
  const words = page.getByRole('region', { name: 'What the rows say' })
  await expect.poll(() => words.innerText()).toMatch(/There are 11 /)
  expect(await accessibilityFaults(page)).toEqual([])

  // The same question unedited: its follow-ups go on from its own reading.
  await prompt.fill(QUESTION)
  await prompt.press('Enter')
  await expect.poll(() => editor.innerText()).toContain('SELECT *')
  await page.getByRole('button', { name: /^Run/ }).click()
  const followUp = words.getByRole('button', { name: 'Show me their orders' })
  await followUp.click()
  await expect.poll(() => editor.innerText()).toContain('FROM orders')
  await page.getByRole('button', { name: /^Run/ }).click()
  await expect.poll(() => words.innerText()).toMatch(/There are \d+ orders/)

  await page.getByRole('link', { name: 'History' }).click()
  await page.getByText('Show me their orders').first().waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  expect(complaints).toEqual([])
})

it('works in the dark on a tablet, by keyboard alone', { timeout: 120_000 }, async () => {
  const tablet = await browser.newPage({ viewport: { width: 768, height: 1024 }, colorScheme: 'dark' })
  tablet.setDefaultTimeout(20_000)
  await tablet.goto(app.url)
  await tablet.getByLabel('Email').fill('reader@demo.local')
  await tablet.keyboard.press('Tab')
  await tablet.keyboard.type('lovable-demo')
  await tablet.keyboard.press('Enter')
  await tablet.waitForURL(url => url.pathname === '/')
  await tablet.waitForLoadState('networkidle')
  await tablet.keyboard.press('/')
  await tablet.keyboard.type('How many products are there per category?')
  await tablet.keyboard.press('Enter')
  await tablet.getByRole('button', { name: /^Run/ }).waitFor()
  await tablet.keyboard.press('Control+Enter')
  await tablet.getByText('8 rows', { exact: true }).waitFor()
  const wide = await tablet.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  expect(wide).toBe(false)
  const ground = await tablet.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const brightness = Math.max(...(ground.match(/[\d.]+/g) ?? ['255']).slice(0, 3).map(Number))
  expect(brightness).toBeLessThan(80)
  await tablet.close()
})
