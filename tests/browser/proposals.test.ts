/** A change of production in words, in a real browser: proposed, tried on a copy, talked about, approved by another, applied. */
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accessibilityFaults } from '../fixtures/accessibility-faults.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { findChromium } from './chromium/find-chromium.mjs'

let app: AppServer
let browser: Browser
const complaints: string[] = []

beforeAll(async () => {
  app = await startApp()
  const { executablePath, args, env } = await findChromium()
  browser = await chromium.launch({ executablePath, args, env })
})
afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

async function signedIn(role: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  await page.goto(app.url)
  await page.getByRole('button', { name: role }).click()
  await page.waitForURL(url => url.pathname === '/')
  await page.waitForLoadState('networkidle')
  return page
}

const overflows = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)

it('goes from words to an applied change, by two people', { timeout: 180_000 }, async () => {
  const developer = await signedIn('Developer')
  await developer.getByRole('button', { name: 'Connection: Northwind dev. Choose another' }).waitFor()
  await developer.goto(`${app.url}/proposals/new`)
  await developer.waitForLoadState('networkidle')
  await developer.getByLabel('Database').selectOption({ label: 'Northwind prod · PRODUCTION' })
  await developer.getByLabel('The change').fill('Add a phone_ext column to customers')
  expect(await accessibilityFaults(developer)).toEqual([])
  await developer.getByRole('button', { name: 'Try it on a copy' }).click()

  await developer.waitForURL(url => /^\/proposals\/\d+$/.test(url.pathname))
  const heading = developer.getByRole('heading', { level: 1 })
  await heading.waitFor()
  await expect.poll(() => developer.title()).toContain('PRODUCTION')
  // The frame is about what is to be changed, whatever was asked last.
  await developer.getByRole('button', { name: 'Connection: Northwind prod. Choose another' }).waitFor()
  await developer.getByText('phone_ext').first().waitFor()
  expect(await accessibilityFaults(developer)).toEqual([])
  expect(await developer.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0)
  expect(await developer.getByRole('button', { name: /^Apply/ }).count()).toBe(0)
  await developer.getByLabel('Comment').fill('For the switchboard.')
  await developer.getByLabel('What it is on').selectOption('1')
  await developer.getByRole('button', { name: 'Comment', exact: true }).click()
  await developer
    .getByRole('listitem')
    .filter({ hasText: /on line 1 of revision 1.*For the switchboard\./ })
    .waitFor()
  await developer.setViewportSize({ width: 390, height: 900 })
  expect(await overflows(developer)).toBe(false)

  const admin = await signedIn('Admin')
  await admin.goto(developer.url())
  await admin.waitForLoadState('networkidle')
  await admin.getByText('For the switchboard.').waitFor()
  const decision = admin.getByRole('complementary', { name: 'Decision' })
  expect(await decision.getByRole('button', { name: /^Apply/ }).count()).toBe(0)
  await decision.getByLabel(/^Your word on revision 1/).fill('Fine.')
  await decision.getByRole('button', { name: 'Approve', exact: true }).click()
  await decision.getByRole('button', { name: 'Apply in PRODUCTION…' }).click()
  const question = admin.getByRole('dialog', { name: 'Apply this to Northwind prod?' })
  await question.waitFor()
  expect(await accessibilityFaults(admin)).toEqual([])
  await question.getByRole('button', { name: 'Apply in PRODUCTION' }).click()
  await admin.getByText(/applied by Demo Admin/).waitFor()
  expect(await decision.getByRole('button', { name: /^Apply/ }).count()).toBe(0)
  expect(await accessibilityFaults(admin)).toEqual([])
  expect(complaints).toEqual([])
})
