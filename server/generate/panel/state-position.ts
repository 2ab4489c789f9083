import { z } from 'zod'
import { RoundtableStance } from '../../domain.ts'
import type { ModelTool } from '../../llm/language-model.ts'
import type { ModelReply } from '../model-reply.ts'
import type { PanelWord } from './panel.ts'

const MAX_SENTENCES = 4
const MAX_LENGTH = 600

/** What is told a model, and what its reply is held to. */
export const STATE_POSITION: ModelTool = {
  name: 'state_position',
  description: 'States the position of your role on the change.',
  inputSchema: {
    type: 'object',
    properties: {
      stance: { type: 'string', enum: Object.keys(RoundtableStance), description: 'Where you stand.' },
      sentences: {
        type: 'array',
        description: 'One or two sentences, the more important one first.',
        items: {
          type: 'object',
          properties: {
            text: { type: 'string', description: 'One short sentence in plain words.' },
            evidence: {
              type: 'array',
              items: { type: 'string' },
              description: 'Ids of the evidence that this sentence rests on, e.g. E3.',
            },
          },
          required: ['text', 'evidence'],
          additionalProperties: false,
        },
      },
    },
    required: ['stance', 'sentences'],
    additionalProperties: false,
  },
}

const POSITION = z.object({
  stance: z.enum(RoundtableStance),
  sentences: z
    .array(
      z.object({
        text: z.string().transform(text => text.trim().slice(0, MAX_LENGTH)),
        evidence: z.array(z.string().transform(id => id.trim().toUpperCase())).max(20),
      }),
    )
    .min(1)
    .transform(list => list.slice(0, MAX_SENTENCES)),
})

/** Null for a reply that is no position: no call, several, another tool, cut off, or of another shape. */
export function readPosition(
  reply: Pick<ModelReply, 'toolCalls' | 'stopReason'>,
): Pick<PanelWord, 'stance' | 'sentences'> | null {
  const [call, ...more] = reply.toolCalls
  if (call?.name !== STATE_POSITION.name || more.length > 0 || reply.stopReason === 'max-tokens') return null
  const read = POSITION.safeParse(call.input)
  return read.success ? read.data : null
}
