/** The scripts are plain JavaScript, because they run before anything is installed; a test says what it expects of one. */
export async function importScript<Exports>(name: string): Promise<Exports> {
  const url = new URL(`../../scripts/steps/${name}`, import.meta.url)
  return (await import(url.href)) as Exports
}
