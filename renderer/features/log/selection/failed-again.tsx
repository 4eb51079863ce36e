import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Ask } from '../../../components/feedback/ask.tsx'
import type { What } from './selection.ts'

type Props = { readonly many: number; readonly what: What; readonly busy: boolean; readonly onAgain: (what: What) => void }

/** Sends every failed message that matches once more, after saying what that means. */
export function FailedAgain({ many, what, busy, onAgain }: Props) {
  const { t } = useTranslation()
  // what is counted in the question is what its answer is about, whatever becomes of the messages meanwhile
  const [asked, setAsked] = useState({ many, what })
  const [asking, setAsking] = useState(false)
  const act = (count: number) => t('log.retryFailed', { count })
  const ask = () => {
    setAsked({ many, what })
    setAsking(true)
  }
  return (
    <>
      <Button onClick={ask} loading={busy}>
        {act(many)}
      </Button>
      <Ask
        opened={asking}
        title={t('log.retryFailedTitle', { count: asked.many })}
        yes={act(asked.many)}
        no={t('log.keep')}
        onYes={() => onAgain(asked.what)}
        onClose={() => setAsking(false)}
      >
        {t('log.retryFailedText')}
      </Ask>
    </>
  )
}
