import { type ReactNode, useEffect, useRef } from 'react'

type Props = { readonly children: ReactNode }

/** The heading of one step of a page, which begins at its top. Takes the focus when the button that led here is gone and the focus with it. */
export function StepHeading({ children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.closest('main')?.scrollTo({ top: 0 })
    if (document.activeElement === document.body) heading.current?.focus()
  }, [])
  return (
    <h2 ref={heading} tabIndex={-1}>
      {children}
    </h2>
  )
}
