import { expect, it } from 'vitest'
import { readWords } from './read-words.ts'
import { withoutWritingOrders } from './writing-orders.ts'

const kept = (text: string) =>
  withoutWritingOrders(text, readWords(text))
    .map(word => word.text)
    .join(' ')

it.each([
  ['boxes without labels, by doing a left join from boxes to labels.', 'boxes without labels .'],
  ['boxes by shelf, based on joining boxes and shelves', 'boxes by shelf'],
  ['boxes called Big. Match strings exactly', 'boxes called Big .'],
  ['boxes of the last 7 days (inclusive of today)', 'boxes of the last 7 days'],
  [
    'boxes of the past week, inclusive of 7 days ago. Return their shelf',
    'boxes of the past week . Return their shelf',
  ],
])('%s', (text, left) => {
  expect(kept(text)).toBe(left)
})

it.each(['members who joined in 2020', 'boxes that match the order exactly twice', 'inclusive tours'])(
  'keeps what is asked: %s',
  text => {
    expect(kept(text)).toBe(
      readWords(text)
        .map(({ text: word }) => word)
        .join(' '),
    )
  },
)
