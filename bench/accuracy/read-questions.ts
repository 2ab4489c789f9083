import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const line = z.object({
  id: z.string(),
  /** Takes the place of `{db}` in the database's URL. */
  db: z.string().default(''),
  question: z.string(),
  category: z.string().default('all'),
  gold: z.array(z.string()).default([]),
  gold_mysql: z.array(z.string()).optional(),
  order_matters: z.boolean().default(false),
  order_keys: z.array(z.number()).optional(),
  optional_cols: z.array(z.number()).optional(),
  /** Asking back is as good as answering. */
  clarify_ok: z.boolean().default(false),
  /** A house rule that belongs to the question. */
  hint: z.string().optional(),
  /** The database does not hold it: the right thing is no answer. */
  expect: z.object({ no_answer: z.boolean() }).optional(),
  /** The questions that it follows up on, oldest first. */
  previous: z.array(z.string()).default([]),
})

export type AccuracyQuestion = z.infer<typeof line>

/** Questions with their gold queries, one JSON object a line. */
export async function readQuestions(file: string): Promise<AccuracyQuestion[]> {
  const text = await readFile(file, 'utf8')
  return text
    .split('\n')
    .filter(each => each.trim() !== '')
    .map(each => line.parse(JSON.parse(each)))
}
