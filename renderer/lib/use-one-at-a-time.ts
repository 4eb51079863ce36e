import { useRef } from 'react'

/**
 * The act as a button may call it: a press while it is still going on does nothing. A second press comes before the button is drawn as busy,
 * so its look alone does not stop it. What went wrong is in the act's own `error`, which the page shows.
 */
export function useOneAtATime(act: () => Promise<void>): () => void {
  const going = useRef(false)
  return () => {
    if (going.current) return
    going.current = true
    void act()
      .catch(() => {})
      .finally(() => {
        going.current = false
      })
  }
}
