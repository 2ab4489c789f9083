import * as Tooltip from '@radix-ui/react-tooltip'
import type { ReactNode } from 'react'

const DELAY_MS = 350

interface TipProps {
  text: string
  side?: 'right' | 'bottom'
  children: ReactNode
}

/** A few words beside a control whose sign alone may not be understood. */
export function Tip({ text, side = 'bottom', children }: TipProps) {
  return (
    <Tooltip.Provider delayDuration={DELAY_MS}>
      <Tooltip.Root>
        <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 rounded-md bg-ink px-2 py-1 text-xs text-paper"
          >
            {text}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  )
}
