import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../lib/use-bridge.ts'

type Props = {
  readonly title: string
  /** A link back, above the title. */
  readonly back?: ReactNode
  /** At most one primary button, with quieter ones before it. */
  readonly children?: ReactNode
}

/** The page's one H1 and its acts; also names the window. */
export function PageHeader({ title, back, children }: Props) {
  const { t } = useTranslation()
  const practice = useStatus().mode === 'practice'
  useDocumentTitle(practice ? t('shell.practiceTitle', { title }) : t('shell.windowTitle', { title }))
  return (
    <div className="page-header">
      <div>
        {back}
        <h1>{title}</h1>
      </div>
      {children && <div className="page-acts">{children}</div>}
    </div>
  )
}
