import type { ReactNode } from 'react'
import styles from './acts-bar.module.css'

type Props = { readonly children: ReactNode }

/** What can be done with a step: stays in sight at the page's foot however long the step is. */
export function ActsBar({ children }: Props) {
  return <div className={styles.bar}>{children}</div>
}
