/** A stream that does not follow its protocol. The message never holds what the stream said. */
export class MalformedReply extends Error {
  override readonly name = 'MalformedReply'
}
