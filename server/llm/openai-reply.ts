import { z } from 'zod'
import type { ModelEvent, ModelTokens, StopReason } from './language-model.ts'
import { MalformedReply } from './malformed-reply.ts'

/**
 * Turns the chunks of a chat completion's stream into our events. Pure. Servers that speak this protocol differ: some
 * send a tool call in one piece, some give all calls the same index, some count no tokens; all of that is taken. What
 * has none of the documented shape throws a `MalformedReply`.
 * Source: https://platform.openai.com/docs/api-reference/chat-streaming
 */

const count = z.number().nonnegative().nullish()
const callPart = z.object({
  index: z.number().nullish(),
  id: z.string().nullish(),
  function: z
    .object({
      name: z.string().nullish(),
      // Some servers send the arguments as the object that they stand for.
      arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
    })
    .nullish(),
})
const chunk = z.object({
  choices: z.array(
    z.object({
      delta: z
        .looseObject({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          reasoning_content: z.string().nullish(),
          reasoning: z.unknown().optional(),
          tool_calls: z.array(callPart).nullish(),
        })
        .nullish(),
      finish_reason: z.string().nullish(),
    }),
  ),
  usage: z
    .object({
      prompt_tokens: count,
      completion_tokens: count,
      prompt_tokens_details: z.object({ cached_tokens: count }).nullish(),
    })
    .nullish(),
})

const STOP_REASONS: Readonly<Record<string, StopReason>> = {
  stop: 'done',
  length: 'max-tokens',
  tool_calls: 'tool-call',
  function_call: 'tool-call',
  content_filter: 'withheld',
}

interface OpenCall {
  index: number
  id: string
  name: string
  json: string
}

/** @param countMissing reckons the tokens where the server counts none, from the characters of the reply */
export async function* assembleChat(
  events: AsyncIterable<unknown>,
  onBegin: () => void,
  countMissing: (replyChars: number) => ModelTokens,
): AsyncGenerator<ModelEvent> {
  const calls: OpenCall[] = []
  let stopReason: StopReason | null = null
  let tokens: ModelTokens | null = null
  let chars = 0

  for await (const event of events) {
    const parsed = chunk.safeParse(event)
    if (!parsed.success) throw new MalformedReply('A chunk of the stream does not have the documented shape.')
    const { choices, usage } = parsed.data
    if (usage) tokens = tokensOf(usage)
    const [choice] = choices
    if (!choice) continue
    const { delta } = choice
    const text = delta?.content ?? ''
    const parts = delta?.tool_calls ?? []
    if (text !== '' || parts.length > 0 || delta?.reasoning_content || delta?.reasoning) onBegin()
    if (delta?.refusal) stopReason = 'withheld'
    if (text !== '') {
      chars += text.length
      yield { kind: 'text', text }
    }
    for (const part of parts) chars += addPart(calls, part)
    // A refusal in words ends with an ordinary `stop`.
    if (choice.finish_reason) stopReason ??= STOP_REASONS[choice.finish_reason] ?? 'done'
  }
  if (stopReason === null) throw new MalformedReply('The stream ended before its reply did.')
  for (const { id, name, json } of calls)
    yield { kind: 'tool-call', call: { id, name, input: toInput(json) } }
  yield { kind: 'finished', tokens: tokens ?? countMissing(chars), stopReason }
}

/** Answers how many characters it had. */
function addPart(calls: OpenCall[], part: z.infer<typeof callPart>): number {
  const index = part.index ?? Math.max(0, calls.length - 1)
  const json =
    typeof part.function?.arguments === 'object' && part.function.arguments !== null
      ? JSON.stringify(part.function.arguments)
      : (part.function?.arguments ?? '')
  const last = calls.at(-1)
  const goesOn = last?.index === index && (!part.id || part.id === last.id)
  if (goesOn) {
    last.name ||= part.function?.name ?? ''
    last.json += json
  } else {
    calls.push({ index, id: part.id ?? `call_${calls.length + 1}`, name: part.function?.name ?? '', json })
  }
  return json.length
}

function toInput(json: string): unknown {
  // A tool without parameters may come without a single character.
  if (json.trim() === '') return {}
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

function tokensOf(usage: NonNullable<z.infer<typeof chunk>['usage']>): ModelTokens {
  return {
    inputTokens: usage.prompt_tokens ?? 0,
    cachedInputTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    outputTokens: usage.completion_tokens ?? 0,
  }
}
