/** The path to come back to: of this site only, whatever was asked for. Pure. */
export function returnPath(asked: string | null): string {
  if (asked === null || !asked.startsWith('/') || asked.length > 2000) return '/'
  const here = 'http://here.invalid'
  const target = URL.canParse(asked, here) ? new URL(asked, here) : null
  if (target?.origin !== here) return '/'
  // `/.//elsewhere` is of this site, and its path `//elsewhere` would be of another one.
  return target.pathname.replace(/^\/+/, '/') + target.search
}
