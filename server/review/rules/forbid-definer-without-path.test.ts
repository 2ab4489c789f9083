import { expect, it } from 'vitest'
import { forbidDefinerWithoutPath } from './forbid-definer-without-path.ts'
import { inputOf, objectOf } from './lint-input.fixture.ts'

const made = (options: string) =>
  objectOf('FUNCTION f()', {
    definition: `CREATE OR REPLACE FUNCTION public.f()\n RETURNS void\n LANGUAGE sql\n${options}AS $function$ select 'SET search_path' $function$`,
  })

it.each([
  ['with the rights of its owner', ' SECURITY DEFINER\n', 1],
  ['with a path of its own', " SECURITY DEFINER\n SET search_path TO 'pg_catalog'\n", 0],
  ['with the rights of its caller', '', 0],
])('finds in a function %s what it should', (_, options, count) => {
  expect(forbidDefinerWithoutPath.check(inputOf({ after: [made(options)] }))).toHaveLength(count)
  expect(
    forbidDefinerWithoutPath.check(inputOf({ before: [made(options)], after: [made(options)] })),
  ).toEqual([])
})
