import { Alert, Anchor } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

type Problem = { /** Id of the field. */ readonly field: string; readonly words: string }
type Props = {
  readonly problems: readonly Problem[]
  /** Changes with every attempt to save, so that the focus comes back here each time. */
  readonly attempt: number
}

/** What stops a form from being saved, at its top, with a way to each field. Takes the focus. */
export function ErrorSummary({ problems, attempt }: Props) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const shown = problems.length > 0
  useEffect(() => {
    if (shown && attempt > 0) box.current?.focus()
  }, [shown, attempt])
  if (!shown) return null
  return (
    <Alert ref={box} tabIndex={-1} color="red" title={t('shell.form.problems', { count: problems.length })} mb="md">
      <ul className="flat">
        {problems.map(({ field, words }) => (
          <li key={field}>
            <Anchor
              component="button"
              type="button"
              c="inherit"
              underline="always"
              ta="start"
              className="problem"
              onClick={() => document.getElementById(field)?.focus()}
            >
              {words}
            </Anchor>
          </li>
        ))}
      </ul>
    </Alert>
  )
}
