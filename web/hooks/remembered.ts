export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** One of the small choices that a browser keeps in a cookie, so that the server renders with it and nothing flashes. */
export type Remembered = 'theme' | 'connection'

const A_YEAR_S = 31_536_000

export function readCookie(header: string | null, name: Remembered): string | null {
  const pair = header
    ?.split(';')
    .map(part => part.trim())
    .find(part => part.startsWith(`${name}=`))
  return pair === undefined ? null : pair.slice(name.length + 1)
}

export function themeFrom(cookieHeader: string | null): Theme {
  const value = readCookie(cookieHeader, 'theme')
  return THEMES.find(theme => theme === value) ?? 'system'
}

export function remember(name: Remembered, value: string): void {
  document.cookie = `${name}=${value}; Path=/; Max-Age=${A_YEAR_S}; SameSite=Lax`
}
