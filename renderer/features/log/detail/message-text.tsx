import { Button, Text } from '@mantine/core'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import styles from '../log.module.css'
import type { Message } from './message.ts'

type Props = { readonly message: Message; readonly onDone: (words: string) => void }

/** The whole text, word for word. */
export function MessageText({ message, onDone }: Props) {
  const { t } = useTranslation()
  const text = useRef<HTMLElement>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(message.body)
      onDone(t('log.copied'))
    } catch {
      // The clipboard may be closed to pages: then the bursar's own keys do it.
      if (text.current) window.getSelection()?.selectAllChildren(text.current)
      onDone(t('log.copyByHand'))
    }
  }
  return (
    <div>
      <h3>{t(message.sentAt === null ? 'log.detail.textUnsent' : 'log.detail.text')}</h3>
      {message.subject !== null && (
        <Text size="sm">
          {t('log.detail.subject')}: {message.subject}
        </Text>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long email scrolls, and the keyboard has to reach it. */}
      <section ref={text} className={styles.body} aria-label={t('log.detail.text')} tabIndex={0} lang={message.language}>
        {message.body}
      </section>
      <Button variant="default" size="xs" mt="xs" onClick={() => void copy()}>
        {t('log.detail.copy')}
      </Button>
    </div>
  )
}
