import { expect, it } from 'vitest'
import { hideLogins } from './hide-logins.ts'

it.each([
  [
    'GRANT TABLE public.orders TO app could not be copied',
    'GRANT TABLE public.orders TO ‹login› could not be copied',
  ],
  ['role "app" does not exist', 'role ‹login› does not exist'],
  ['It is applied as "app", a login for changes only', 'It is applied as ‹login›, a login for changes only'],
  ['GRANT SELECT ON shop.* TO `app`@`%`', 'GRANT SELECT ON shop.* TO ‹login›'],
  ["Access denied for user 'app'@'10.0.0.1'", 'Access denied for user ‹login›'],
  ["there is 'app'@'%' already", 'there is ‹login› already'],
])('hides the login in: %s', (text, hidden) => {
  expect(hideLogins(text, ['app', ''])).toBe(hidden)
})

it.each([
  'ALTER TABLE app ADD COLUMN a int',
  'as application goes',
  'the table "app" is locked',
  'GRANT USAGE TO app_two',
])('leaves alone what only looks like it: %s', text => {
  expect(hideLogins(text, ['app'])).toBe(text)
})

it('takes a name as it is, whatever signs are in it', () => {
  expect(hideLogins('role "a.b+c" and role "axb+c"', ['a.b+c'])).toBe('role ‹login› and role "axb+c"')
})
