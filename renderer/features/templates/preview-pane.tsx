import { Alert, Button, Card, Group, Text } from '@mantine/core'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract.ts'
import { FailureAlert } from '../../components/feedback/failure-alert.tsx'
import { templateFieldName } from '../../lib/words/field-words.ts'
import { say, type Translate } from '../../lib/words/i18n.ts'
import { SmsFigures } from './sms-figures.tsx'

type Preview = Output<'templates:preview'>
type Part = Preview['problems'][number]['part']
type Props = {
  readonly preview: Preview | undefined
  readonly error: unknown
  readonly first: boolean
  readonly onPrevious: () => void
  readonly onNext: () => void
  /** Puts what is right in the place of what was found, wherever it stands in that part. */
  readonly onMend: (part: Part, found: string, right: string) => void
}

/** The texts as one family would get them, made by the engine that sends. */
export function PreviewPane({ preview, error, first, onPrevious, onNext, onMend }: Props) {
  const { t } = useTranslation()
  // An empty page is a beginning, not a mistake; saving it is refused with words of its own.
  const problems = preview?.problems.filter(({ key }) => key !== 'empty') ?? []
  return (
    <Card withBorder component="section" className="preview" aria-labelledby="preview-title">
      <Group justify="space-between">
        <h2 id="preview-title">{t('templates.preview.title')}</h2>
        {preview && !preview.invented && (
          <Group gap="xs">
            <Button size="xs" variant="default" disabled={first} onClick={onPrevious}>
              {t('shell.act.previous')}
            </Button>
            <Button size="xs" variant="default" onClick={onNext}>
              {t('shell.act.next')}
            </Button>
          </Group>
        )}
      </Group>
      {error !== null && <FailureAlert error={error} />}
      {preview && (
        <>
          <Text size="sm" c="dimmed">
            {preview.invented ? t('templates.preview.invented') : t('templates.preview.for', { guardian: preview.guardian })}
          </Text>
          <Problems problems={problems} onMend={onMend} />
          {!preview.sms && !preview.email && problems.length === 0 && <Text c="dimmed">{t('templates.preview.none')}</Text>}
          {preview.sms && (
            <div>
              <h3>{t('model.channel.sms')}</h3>
              <p className="message">{preview.sms.text}</p>
              <SmsFigures sms={preview.sms} />
            </div>
          )}
          {preview.email && (
            <div>
              <h3>{t('model.channel.email')}</h3>
              <div className="message">
                <strong>{preview.email.subject}</strong>
                {`\n\n${preview.email.text}`}
              </div>
            </div>
          )}
        </>
      )}
    </Card>
  )
}

function Problems({ problems, onMend }: { readonly problems: Preview['problems'] } & Pick<Props, 'onMend'>) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const mend = (...mending: Parameters<typeof onMend>) => {
    onMend(...mending)
    // The button goes with its problem; the focus stays where the next one is.
    box.current?.focus()
  }
  return (
    <div role="status" ref={box} tabIndex={-1}>
      {problems.length > 0 && (
        <Alert color="red" title={t('templates.preview.problems', { count: problems.length })}>
          <ul className="flat">
            {problems.map((problem) => {
              const part = t(`templates.${problem.part}`)
              const where = problem.line === undefined ? t('templates.preview.part', { part }) : t('templates.preview.line', { part, line: problem.line })
              return (
                <li key={`${where}${problem.key}${JSON.stringify(problem.params)}`}>
                  {where + say(t, `model.templateProblem.${problem.key}`, paramsOf(t, problem))}
                  {problem.key === 'other_brackets' && (
                    <Button
                      size="compact-xs"
                      variant="default"
                      ml="xs"
                      onClick={() => mend(problem.part, String(problem.params.found), String(problem.params.right))}
                    >
                      {t('templates.preview.useRight', { right: String(problem.params.right) })}
                    </Button>
                  )}
                </li>
              )
            })}
          </ul>
        </Alert>
      )}
    </div>
  )
}

/** Fields are called by their plain names; a misspelt one has none and is shown as it was typed. */
function paramsOf(t: Translate, { params }: Preview['problems'][number]) {
  return typeof params.field === 'string' ? { ...params, field: templateFieldName(t, params.field) } : params
}
