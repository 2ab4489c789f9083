/** Which of the two it is, and how old: told by `version()`, nowhere else. */
export interface ServerIdentity {
  product: 'MySQL' | 'MariaDB'
  /** e.g. `10.11.6` */
  version: string
  /** e.g. 101106 or 80036 */
  versionNumber: number
}

/** @param version what the server's `version()` says, e.g. `10.11.6-MariaDB-0+deb12u1` or `8.0.36-28` */
export function readServerIdentity(version: string): ServerIdentity {
  const [numbers = '0.0.0', major = '0', minor = '0', patch = '0'] =
    /(\d+)\.(\d+)(?:\.(\d+))?/.exec(version) ?? []
  return {
    product: /mariadb/i.test(version) ? 'MariaDB' : 'MySQL',
    version: numbers,
    versionNumber: Number(major) * 10_000 + Number(minor) * 100 + Number(patch),
  }
}
