import { useRef } from 'react'

/**
 * The act as a button may call it: a press while it is still going on does nothing. A second press comes before the button is drawn as busy,
 * so its look alone does not stop it. What went wrong is in the act's own `error`, which the page shows.
 */
export function useOneAtATime<A extends readonly unknown[]>(act: (...given: A) => Promise<void>): (...given: A) => void {
  const going = useRef(false)
  return (...given) => {
    if (going.current) return
    going.current = true
    void act(...given)
      .catch(() => {})
      .finally(() => {
        going.current = false
      })
  }
}
