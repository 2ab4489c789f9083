import { z } from 'zod'
import type { ModelEvent, ModelTokens, StopReason } from './language-model.ts'
import { MalformedReply } from './malformed-reply.ts'

/**
 * Turns the events of Anthropic's Messages stream into ours. Pure. What it does not know (new events, blocks and
 * deltas appear without a new API version) it skips; what it knows must have the documented shape, else it throws a
 * `MalformedReply`. Source: https://platform.claude.com/docs/en/build-with-claude/streaming
 */

const tokenCount = z.number().nonnegative().nullish()
const usage = z.object({
  input_tokens: tokenCount,
  cache_creation_input_tokens: tokenCount,
  cache_read_input_tokens: tokenCount,
  output_tokens: tokenCount,
})
const known = {
  message_start: z.object({ message: z.object({ usage: usage }) }),
  content_block_start: z.object({ index: z.number(), content_block: z.looseObject({ type: z.string() }) }),
  content_block_delta: z.object({ index: z.number(), delta: z.looseObject({ type: z.string() }) }),
  content_block_stop: z.object({ index: z.number() }),
  message_delta: z.object({
    delta: z.object({ stop_reason: z.string().nullish() }),
    usage: usage.nullish(),
  }),
}
const toolBlock = z.object({ id: z.string(), name: z.string() })
const reasoningBlock = z.looseObject({ thinking: z.string(), signature: z.string() })

type Usage = z.infer<typeof usage>
type OpenBlock =
  | { kind: 'text' }
  | { kind: 'tool'; id: string; name: string; json: string }
  | { kind: 'reasoning'; block: { type: string; thinking: string; signature: string } }

const STOP_REASONS: Readonly<Record<string, StopReason>> = {
  end_turn: 'done',
  stop_sequence: 'done',
  tool_use: 'tool-call',
  max_tokens: 'max-tokens',
  model_context_window_exceeded: 'max-tokens',
  refusal: 'withheld',
}

export async function* assembleReply(
  events: AsyncIterable<unknown>,
  onBegin: () => void,
): AsyncGenerator<ModelEvent> {
  const open = new Map<number, OpenBlock>()
  const reasoning: unknown[] = []
  let counted: Usage = {}
  let stopReason: string | null = null

  for await (const event of events) {
    const type = parse(z.object({ type: z.string() }), event).type
    switch (type) {
      case 'message_start':
        counted = parse(known.message_start, event).message.usage
        break
      case 'content_block_start': {
        const { index, content_block: block } = parse(known.content_block_start, event)
        onBegin()
        if (block.type === 'redacted_thinking') reasoning.push(block)
        const opened = openBlock(block)
        if (opened) open.set(index, opened)
        if (block.type === 'text' && typeof block.text === 'string' && block.text !== '')
          yield { kind: 'text', text: block.text }
        break
      }
      case 'content_block_delta': {
        const { index, delta } = parse(known.content_block_delta, event)
        const text = append(open.get(index), delta)
        if (text !== '') yield { kind: 'text', text }
        break
      }
      case 'content_block_stop': {
        const { index } = parse(known.content_block_stop, event)
        const block = open.get(index)
        open.delete(index)
        if (block?.kind === 'tool')
          yield { kind: 'tool-call', call: { id: block.id, name: block.name, input: toolInput(block.json) } }
        if (block?.kind === 'reasoning') reasoning.push(block.block)
        break
      }
      case 'message_delta': {
        const { delta, usage: later } = parse(known.message_delta, event)
        stopReason = delta.stop_reason ?? stopReason
        counted = newest(counted, later ?? {})
        break
      }
      case 'message_stop':
        yield {
          kind: 'finished',
          tokens: tokensOf(counted),
          stopReason: STOP_REASONS[stopReason ?? ''] ?? 'done',
          ...(reasoning.length > 0 && { continuation: reasoning }),
        }
        return
    }
  }
  throw new MalformedReply('The stream ended before its message did.')
}

function parse<T>(schema: z.ZodType<T>, event: unknown): T {
  const parsed = schema.safeParse(event)
  if (!parsed.success) throw new MalformedReply('An event of the stream does not have the documented shape.')
  return parsed.data
}

function openBlock(block: { type: string; [key: string]: unknown }): OpenBlock | null {
  switch (block.type) {
    case 'text':
      return { kind: 'text' }
    case 'tool_use':
      return { kind: 'tool', ...parse(toolBlock, block), json: '' }
    case 'thinking': {
      const { thinking, signature } = parse(reasoningBlock, block)
      return { kind: 'reasoning', block: { type: block.type, thinking, signature } }
    }
    default:
      return null
  }
}

/** Adds a delta to its block; answers the text that a reader should see. */
function append(block: OpenBlock | undefined, delta: { type: string; [key: string]: unknown }): string {
  const part = (name: string): string => parse(z.string(), delta[name])
  switch (delta.type) {
    case 'text_delta':
      return part('text')
    case 'input_json_delta':
      if (block?.kind === 'tool') block.json += part('partial_json')
      return ''
    case 'thinking_delta':
      if (block?.kind === 'reasoning') block.block.thinking += part('thinking')
      return ''
    case 'signature_delta':
      if (block?.kind === 'reasoning') block.block.signature += part('signature')
      return ''
    default:
      return ''
  }
}

function toolInput(json: string): unknown {
  // A tool without parameters comes without a single delta.
  if (json === '') return {}
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

/** The counts of `message_delta` are cumulative, but those of the input may be missing there. */
function newest(earlier: Usage, later: Usage): Usage {
  return {
    input_tokens: later.input_tokens ?? earlier.input_tokens,
    cache_creation_input_tokens: later.cache_creation_input_tokens ?? earlier.cache_creation_input_tokens,
    cache_read_input_tokens: later.cache_read_input_tokens ?? earlier.cache_read_input_tokens,
    output_tokens: later.output_tokens ?? earlier.output_tokens,
  }
}

/** Anthropic's `input_tokens` leaves out what was read from or written to the cache. */
function tokensOf(counted: Usage): ModelTokens {
  const cachedInputTokens = counted.cache_read_input_tokens ?? 0
  return {
    inputTokens: (counted.input_tokens ?? 0) + (counted.cache_creation_input_tokens ?? 0) + cachedInputTokens,
    cachedInputTokens,
    outputTokens: counted.output_tokens ?? 0,
  }
}
