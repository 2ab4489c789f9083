export interface Chromium {
  executablePath: string
  args: string[]
  /** With the folders of its libraries and fonts, where it brings its own. */
  env: Record<string, string | undefined>
}

export function findChromium(): Promise<Chromium>
