/** Every page in a real browser under the Content-Security-Policy: nothing that it needs is kept from it, and nothing else is asked for. */
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { findChromium } from './chromium/find-chromium.mjs'

let app: AppServer
let browser: Browser

beforeAll(async () => {
  app = await startApp()
  const { executablePath, args, env } = await findChromium()
  browser = await chromium.launch({ executablePath, args, env: env })
})
afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

/** What the browser has kept from the page or complained about, and what was asked of other origins. */
function watch(page: Page): string[] {
  const found: string[] = []
  page.on('console', message => {
    if (/content security policy|refused to/i.test(message.text()))
      found.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', error => found.push(`${page.url()}: ${error.message}`))
  page.on('request', request => {
    const url = new URL(request.url())
    if (/^(https?|wss?):$/.test(url.protocol) && url.host !== new URL(app.url).host)
      found.push(`asked for ${url.href}`)
  })
  return found
}

it('is kept by all pages, the editor, a run, its chart and GraphiQL', { timeout: 240_000 }, async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(30_000)
  const found = watch(page)
  await page.goto(`${app.url}/sign-in`)
  await page
    .getByRole('button', { name: 'Administrator' })
    .or(page.getByRole('button', { name: 'Admin' }))
    .first()
    .click()
  await page.waitForURL(url => url.pathname === '/')
  await page.waitForLoadState('networkidle')
  const prompt = page.getByRole('textbox', { name: 'Your question' })
  await prompt.fill('How many orders are there per ship country?')
  await prompt.press('Enter')
  const editor = page.getByRole('textbox', { name: 'SQL' })
  await expect.poll(() => editor.innerText()).toContain('orders')
  await expect.poll(() => page.getByRole('button', { name: /^Run/ }).isEnabled()).toBe(true)
  await page.keyboard.press('Control+Enter')
  await page.getByRole('grid', { name: 'Rows' }).waitFor()
  const chart = page.getByRole('tab', { name: 'Chart' }).or(page.getByRole('button', { name: 'Chart' }))
  if ((await chart.count()) > 0) {
    await chart.first().click()
    await page.waitForLoadState('networkidle')
  }
  const links = await page
    .locator('nav a[href^="/"]')
    .evaluateAll(all => all.map(link => link.getAttribute('href') ?? ''))
  const paths = new Set([
    ...links,
    '/connections/new',
    '/history',
    '/profile',
    '/audit',
    '/admin/users',
    '/admin/settings',
    '/nowhere',
  ])
  for (const path of paths) {
    await page.goto(`${app.url}${path}`)
    await page.waitForLoadState('networkidle')
  }
  await page.goto(`${app.url}/graphql`)
  await page.getByRole('button', { name: /execute/i }).click()
  await page.getByText('"admin@demo.local"').waitFor()
  expect(found).toEqual([])

  // The net has no hole: what the policy forbids is found.
  await page.goto(`${app.url}/profile`)
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.evil = true'
    document.body.append(script)
    new Image().src = 'https://evil.example/picture.png'
  })
  await expect.poll(() => found.length).toBeGreaterThanOrEqual(2)
  expect(await page.evaluate(() => 'evil' in window)).toBe(false)
  await page.close()
})
