import type { CatalogColumn } from '../domain.ts'
import { nameWords } from './name-words.ts'

const WORDS = [
  {
    codes: ['f', 'w', 'female', 'woman'],
    said: ['female', 'woman', 'women', 'girl', 'girls', 'lady', 'ladies'],
  },
  { codes: ['m', 'male', 'man'], said: ['male', 'man', 'men', 'boy', 'boys'] },
]

/** What people say for the values of a column of gender: `F` is told by "female" and "women". */
export function genderWords(
  { name }: CatalogColumn,
  values: readonly string[],
): readonly { value: string; said: string }[] {
  const last = nameWords(name).at(-1)
  if (last !== 'gender' && last !== 'sex') return []
  return values.flatMap(value => {
    const code = value.trim().toLowerCase()
    const words = WORDS.find(({ codes }) => codes.includes(code))?.said ?? []
    return words.filter(said => said !== code).map(said => ({ value, said }))
  })
}
