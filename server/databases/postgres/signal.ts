/** Something that happens once; listeners that come late are not called. */
export function createSignal() {
  const listeners: (() => void)[] = []
  let isSent = false
  return {
    sent: () => isSent,
    listen: (listener: () => void) => void listeners.push(listener),
    send() {
      if (isSent) return
      isSent = true
      for (const listener of listeners) listener()
    },
  }
}
