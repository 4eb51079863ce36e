import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { Ask } from '../feedback/ask.tsx'

type Props = {
  readonly words: string
  /** Its full name, where the words alone do not say which send is meant. */
  readonly name?: string
  /** Messages that still wait. */
  readonly waiting: number
  readonly busy: boolean
  readonly small?: boolean
  readonly onCancel: () => void
}

/** Calls back what has not been handed over, after saying how many that are. */
export function CancelRest({ words, name, waiting, busy, small = false, onCancel }: Props) {
  const { t } = useTranslation()
  const [asking, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button variant="default" size={small ? 'compact-sm' : 'sm'} loading={busy} onClick={open} {...(name && { 'aria-label': name })}>
        {words}
      </Button>
      <Ask
        opened={asking}
        title={t('shell.cancelAll.title', { count: waiting })}
        yes={t('shell.cancelAll.yes', { count: waiting })}
        no={t('shell.cancelAll.no')}
        onYes={onCancel}
        onClose={close}
      >
        {t('shell.cancelAll.text')}
      </Ask>
    </>
  )
}
