import type { DatabaseOptions } from './database.ts'

/** `lovable-ai:Northwind prod (0f3a91c2)` becomes `lovable-ai:apply Northwind prod (0f3a91c2)`. */
export function namedFor(work: string, options: DatabaseOptions): DatabaseOptions {
  const [product, ...rest] = options.applicationName.split(':')
  return { ...options, applicationName: [product, [work, ...rest].join(' ')].join(':') }
}
