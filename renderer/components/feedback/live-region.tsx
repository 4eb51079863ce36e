import { VisuallyHidden } from '@mantine/core'
import { useLive } from '../../stores/live.ts'

export function LiveRegion() {
  const text = useLive((live) => live.text)
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {text}
    </VisuallyHidden>
  )
}
