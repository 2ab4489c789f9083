/** Prints schema.graphql from server/api: part of `npm run generate`. */
import { writeFileSync } from 'node:fs'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { createSchema } from '../server/api/schema.ts'

const target = process.argv[2] ?? 'schema.graphql'
writeFileSync(
  target,
  `# Generated from server/api by \`npm run generate\`: do not edit.\n${printSchema(lexicographicSortSchema(createSchema()))}\n`,
)
