import type { ReactNode } from 'react'

type Props = {
  readonly title: string
  readonly icon?: ReactNode
  /** What will be here, and why it is not yet. */
  readonly words?: string
  /** The direct next act. */
  readonly children?: ReactNode
}

export function EmptyState({ title, icon, words, children }: Props) {
  return (
    <div className="empty-state">
      {icon}
      <h2>{title}</h2>
      {words && <p>{words}</p>}
      {children && <div className="empty-acts">{children}</div>}
    </div>
  )
}
