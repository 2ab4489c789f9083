/** A database of one's own, in a real browser: pasted, tested, saved, asked, edited, deleted. */
import { createConnection } from 'mysql2/promise'
import { chromium } from 'playwright-core'
import type { Browser, Locator, Page } from 'playwright-core'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accessibilityFaults } from '../fixtures/accessibility-faults.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { createMysqlTestDatabase, createMysqlTestLogin } from '../fixtures/mysql.ts'
import { createTestDatabase, createTestLogin } from '../fixtures/postgres.ts'
import type { TestDatabase, TestLogin } from '../fixtures/postgres.ts'
import { findChromium } from './chromium/find-chromium.mjs'

let app: AppServer
let browser: Browser
let page: Page
let database: TestDatabase
let login: TestLogin
const complaints: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined })
  await sql.unsafe(`create table gadgets (id int primary key, title text not null, price numeric(10,2));
    comment on column gadgets.price is 'in euro';
    insert into gadgets values (1, 'Lamp', 12.5), (2, 'Clock', 30)`)
  await sql.end()
  login = await createTestLogin(database, name => [`grant select on gadgets to ${name}`])
  app = await startApp()
  const { executablePath, args, env } = await findChromium()
  browser = await chromium.launch({ executablePath, args, env: env })
  page = await signedIn('Developer')
})

afterAll(async () => {
  await browser?.close()
  await app?.stop()
  await login?.drop()
  await database?.drop()
})

async function signedIn(role: string): Promise<Page> {
  const opened = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  opened.setDefaultTimeout(20_000)
  opened.on('pageerror', error => complaints.push(error.message))
  opened.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  await opened.goto(app.url)
  await opened.getByRole('button', { name: role }).click()
  await opened.waitForURL(url => url.pathname === '/')
  await opened.waitForLoadState('networkidle')
  return opened
}

/** As from another program: the browser's own clipboard is not ours to fill. */
async function paste(field: Locator, text: string): Promise<void> {
  await field.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}

const field = (name: string) => page.getByRole('textbox', { name, exact: true })
const password = () => page.getByLabel('Password', { exact: true })
const panel = () => page.getByRole('region', { name: 'Test and save' })

it('is pasted, tested, saved, asked, edited and deleted by name', { timeout: 180_000 }, async () => {
  await page.getByRole('link', { name: 'Connections', exact: true }).click()
  const list = page.getByRole('list', { name: 'Connections' })
  await expect.poll(() => list.innerText()).toMatch(/Works ·/)
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('link', { name: 'New connection' }).click()

  await paste(field('Paste a connection URL'), `${login.url}?sslmode=prefer`)
  expect(await field('Paste a connection URL').inputValue()).toBe('')
  expect(await field('Host').inputValue()).toBe(new URL(login.url).hostname)
  expect(await field('Port').inputValue()).toBe(new URL(login.url).port)
  expect(await field('Database').inputValue()).toBe(database.name)
  expect(await field('User').inputValue()).toBe(login.username)
  expect(await password().inputValue()).toBe(login.password)
  await field('Name').fill('Gadgets')

  // Nobody's default: what is at stake is asked for.
  await page.getByRole('button', { name: 'Save connection' }).click()
  await page.getByText('Choose what is at stake in this database').waitFor()
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('name')))
    .toBe('environment')
  expect(await page.getByRole('radio', { name: /^PRODUCTION/ }).isDisabled()).toBe(true)
  await page.getByRole('radio', { name: /^Development/ }).check()
  await page.getByRole('button', { name: 'Test connection' }).click()
  await panel().getByText('It works').waitFor()
  await panel().getByText('The login can only read').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Save connection' }).click()

  await page.getByRole('heading', { name: 'Gadgets', level: 1 }).waitFor()
  await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/connections\/[^/]+$/)
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]),
  )
  expect(kept).not.toContain(login.password)
  await page.getByRole('region', { name: 'Health' }).getByText('It works').waitFor()
  const table = page.getByRole('button', { name: /gadgets/ })
  await table.click()
  await page.getByText('in euro').waitFor()

  await page.getByRole('button', { name: 'Add a term' }).click()
  await page.keyboard.type('cheap')
  await page.getByRole('button', { name: 'Save glossary' }).click()
  await page.getByText('Enter what it means').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await field('What it means').fill('under 20 euro')
  await page.getByRole('button', { name: 'Save glossary' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()

  await page.getByRole('link', { name: 'Ask', exact: true }).last().click()
  await page.getByRole('button', { name: /^Connection: Gadgets/ }).waitFor()
  await page.getByRole('textbox', { name: 'Your question' }).fill('Show me all gadgets')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Run/ }).click()
  await page.getByRole('gridcell', { name: 'Lamp' }).waitFor()
  await page.getByRole('link', { name: 'Connections', exact: true }).click()
  await page.getByRole('link', { name: 'Gadgets', exact: true }).click()
  expect(await field('What it means').inputValue()).toBe('under 20 euro')

  await page.getByRole('link', { name: 'Edit', exact: true }).click()
  expect(await password().inputValue()).toBe('')
  await page.getByText('Leave empty to keep the saved one.').waitFor()
  await field('Name').fill('Gadgets and more')
  await field('Port').fill('1')
  await page.getByText('Type it again').waitFor()
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page
    .getByText(/Enter the password again/)
    .first()
    .waitFor()
  await expect.poll(() => password().evaluate(input => input === document.activeElement)).toBe(true)
  await password().fill(login.password)
  await page.getByRole('button', { name: 'Save changes' }).click()
  await panel().getByText('Nothing was saved.').waitFor()
  expect(await field('Name').inputValue()).toBe('Gadgets and more')
  expect(await field('Port').inputValue()).toBe('1')
  expect(await password().inputValue()).toBe(login.password)
  expect(await accessibilityFaults(page)).toEqual([])

  // Leaving asks, and Escape stays.
  await page.getByRole('link', { name: 'Connections', exact: true }).first().click()
  const leaving = page.getByRole('dialog', { name: 'Leave without saving?' })
  await leaving.waitFor()
  await page.keyboard.press('Escape')
  await leaving.waitFor({ state: 'hidden' })
  expect(await field('Name').inputValue()).toBe('Gadgets and more')
  await page.getByRole('link', { name: 'Connections', exact: true }).first().click()
  await page.getByRole('button', { name: 'Leave without saving' }).click()
  await page.getByRole('link', { name: 'Gadgets', exact: true }).click()

  await page.getByRole('button', { name: 'Delete this connection…' }).click()
  const deleting = page.getByRole('dialog', { name: 'Delete Gadgets?' })
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await deleting.getByRole('button', { name: 'Delete connection' }).isDisabled()).toBe(true)
  await deleting.getByRole('textbox').fill('Gadgets')
  await page.keyboard.press('Enter')
  await page.waitForURL(url => url.pathname === '/connections')
  await expect.poll(() => page.getByRole('link', { name: 'Gadgets', exact: true }).count()).toBe(0)

  await page.getByRole('link', { name: 'History' }).click()
  await page.getByText('connection deleted').waitFor()
  await page.getByText('Show me all gadgets').click()
  await page.getByText('Gadgets has been deleted.').waitFor()
  expect(complaints).toEqual([])
})

it('connects to MariaDB by a pasted URL as well', { timeout: 120_000 }, async () => {
  const shop = await createMysqlTestDatabase()
  const sql = await createConnection(shop.url)
  await sql.query('create table planets (id int primary key, title varchar(40) not null)')
  await sql.query("insert into planets values (1, 'Mars'), (2, 'Venus')")
  await sql.end()
  const reader = await createMysqlTestLogin(shop, account => [`grant select on ${shop.name}.* to ${account}`])
  try {
    await page.goto(`${app.url}/connections/new`)
    await page.waitForLoadState('networkidle')
    await paste(field('Paste a connection URL'), reader.url)
    expect(await page.getByRole('radio', { name: 'MySQL or MariaDB' }).isChecked()).toBe(true)
    await field('Name').fill('Planets')
    await page.getByRole('radio', { name: /^Development/ }).check()
    await page.getByRole('button', { name: 'Save connection' }).click()
    await page.getByRole('heading', { name: 'Planets', level: 1 }).waitFor()
    await page.getByRole('region', { name: 'Health' }).getByText('It works').waitFor()
    await page.getByRole('button', { name: /planets/ }).waitFor()
  } finally {
    await reader.drop()
    await shop.drop()
  }
})

it('lists a function of users, by keyboard, and the refused query passes', { timeout: 180_000 }, async () => {
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined })
  await sql.unsafe(`create function gross(net numeric) returns numeric language sql stable as 'select net * 1.19';
    create view gross_prices as select title, gross(price) as gross from gadgets;
    grant select on gross_prices to ${login.username}`)
  await sql.end()
  const admin = await signedIn('Admin')
  await admin.goto(`${app.url}/connections/new`)
  await admin.waitForLoadState('networkidle')
  // Nothing of production is here, whatever was used last.
  expect(await admin.getByText('PRODUCTION', { exact: true }).count()).toBe(1)
  await paste(admin.getByRole('textbox', { name: 'Paste a connection URL' }), login.url)
  await admin.getByRole('textbox', { name: 'Name', exact: true }).fill('Gadget prices')
  await admin.getByRole('radio', { name: /^Development/ }).check()
  await admin.getByRole('button', { name: 'Save connection' }).click()
  await admin.getByRole('heading', { name: 'Gadget prices', level: 1 }).waitFor()
  const settings = admin.url()

  await admin.getByRole('link', { name: 'Ask', exact: true }).last().click()
  const question = admin.getByRole('textbox', { name: 'Your question' })
  await question.fill('Show me all gadgets')
  await admin.keyboard.press('Enter')
  const editor = admin.getByRole('textbox', { name: 'SQL' })
  await admin.getByRole('button', { name: /^Run/ }).waitFor()
  await editor.fill('select gross(price) as with_tax from gadgets order by 1')
  await admin.getByText('An administrator can list it on the connection’s page.').waitFor()
  const asked = admin.url()

  await admin.goto(settings)
  const section = admin.getByRole('region', { name: 'Functions', exact: true })
  await section.getByRole('button', { name: 'List functions…' }).press('Enter')
  await admin.keyboard.type('gross')
  const choice = section.getByRole('checkbox', { name: /public\.gross/ })
  await choice.waitFor()
  await section.getByText('Called by reading public.gross_prices').waitFor()
  await choice.press('Space')
  await section.getByText('Everybody here can then have public.gross called by a query.').waitFor()
  expect(await accessibilityFaults(admin)).toEqual([])
  await section.getByRole('button', { name: 'List 1 function' }).press('Enter')
  await section.getByRole('button', { name: 'Take off public.gross' }).waitFor()

  await admin.goto(asked)
  await admin.getByRole('button', { name: /^Run/ }).waitFor()
  await editor.fill('select gross(price) as with_tax from gadgets order by with_tax')
  await admin.getByText('It only reads').waitFor()
  await admin.getByRole('button', { name: /^Run/ }).click()
  await admin.getByRole('gridcell', { name: /^14\.875/ }).waitFor()
  await admin.context().close()
  expect(complaints).toEqual([])
})

it('is looked at by readers, and not managed', { timeout: 60_000 }, async () => {
  const reader = await signedIn('Reader')
  expect(await reader.getByRole('link', { name: 'Connections', exact: true }).count()).toBe(0)
  await reader.goto(`${app.url}/connections`)
  await reader.getByText('Developers and administrators manage them.').waitFor()
  expect(await reader.getByRole('link', { name: 'New connection' }).count()).toBe(0)
  await reader.goto(`${app.url}/connections/new`)
  await reader.getByText('Developers and administrators connect databases.').waitFor()
  expect(await reader.getByRole('button', { name: 'Save connection' }).count()).toBe(0)
  await reader.close()
})
