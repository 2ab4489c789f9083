const BEFORE_A_LOGIN = 'to|role|login|user|owner|as|by'

/**
 * A text without the names of these logins, where they stand for a login: `GRANT … TO app` and `role "app"`, not the table
 * `app`. Evidence of a dry run quotes what the server said of rights.
 */
export function hideLogins(text: string, logins: readonly string[]): string {
  return logins
    .filter(login => login !== '')
    .reduce((said, login) => {
      const name = login.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
      const named = new RegExp(
        `\\b(${BEFORE_A_LOGIN})\\s+(["'\`]?)${name}\\2(?![\\w.])(?:@["'\`]?[^\\s"'\`]*["'\`]?)?`,
        'giu',
      )
      const account = new RegExp(`(["'\`])${name}\\1@(["'\`])[^"'\`]*\\2`, 'gu')
      return said.replace(named, '$1 ‹login›').replace(account, '‹login›')
    }, text)
}
