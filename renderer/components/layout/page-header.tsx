import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../../lib/bridge/use-bridge.ts'

type Props = {
  /** Names the window. */
  readonly title: string
  /** The H1, where it is not the title. */
  readonly heading?: string
  /** A link back, above the title. */
  readonly back?: ReactNode
  /** At most one primary button, with quieter ones before it. */
  readonly children?: ReactNode
}

/** The page's one H1 and its acts; also names the window. */
export function PageHeader({ title, heading = title, back, children }: Props) {
  const { t } = useTranslation()
  const practice = useStatus().mode === 'practice'
  useDocumentTitle(practice ? t('shell.practiceTitle', { title }) : t('shell.windowTitle', { title }))
  return (
    <div className="page-header">
      <div>
        {back}
        <h1>{heading}</h1>
      </div>
      {children && <div className="page-acts">{children}</div>}
    </div>
  )
}
