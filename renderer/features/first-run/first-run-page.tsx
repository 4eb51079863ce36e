import { Button, Card, SegmentedControl, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LANGUAGES, type Language } from '../../../shared/model/messages/event.ts'
import { FailureAlert } from '../../components/feedback/failure-alert.tsx'
import { SchoolForm } from '../../components/form/school-form.tsx'
import { useAct, useStatus } from '../../lib/bridge/use-bridge.ts'
import { useWorkProgress } from '../../lib/bridge/use-work-progress.ts'
import { termAt } from '../../lib/format/term.ts'
import { ownName } from '../../lib/words/i18n.ts'
import './first-run.css'
import { SampleCard } from './sample-card.tsx'

/** Language first, then: look around in a sample school, or begin with one's own. */
export function FirstRunPage() {
  const { t } = useTranslation()
  const status = useStatus()
  const client = useQueryClient()
  const [own, setOwn] = useState(false)
  const setLook = useAct('console:set-look')
  const setMode = useAct('console:set-mode')
  const loadSample = useAct('console:load-sample')
  const saveSchool = useAct('school:save')
  const progress = useWorkProgress('sample', loadSample.isPending)
  const practice = status.mode === 'practice'
  const refresh = () => void client.invalidateQueries()
  // Whoever came here from Settings, out of practice, begins at Home all the same.
  const navigate = useNavigate()
  const begin = () => {
    refresh()
    void navigate({ to: '/' })
  }
  return (
    <main className="welcome">
      <div className="welcome-top">
        <h1>{t('home.welcome.title')}</h1>
        <SegmentedControl
          aria-label={t('home.welcome.language')}
          value={status.look.language}
          onChange={(language) => setLook.mutate({ ...status.look, language: language as Language })}
          data={LANGUAGES.map((language) => ({ value: language, label: ownName(language) }))}
        />
      </div>
      <p className="flat welcome-intro">{t('home.welcome.intro')}</p>
      <p className="flat welcome-practice" data-mode={status.mode}>
        {t(practice ? 'home.welcome.practice' : 'home.welcome.live')}
      </p>
      {setLook.error && <FailureAlert error={setLook.error} />}
      <div className="welcome-ways">
        {practice && !own && (
          <SampleCard busy={loadSample.isPending} progress={progress} error={loadSample.error} onLoad={() => loadSample.mutate({}, { onSuccess: begin })} />
        )}
        <Card withBorder component="section">
          <h2>{t('home.welcome.ownTitle')}</h2>
          <Text my="sm">{t(practice ? 'home.welcome.own' : 'home.welcome.ownLive')}</Text>
          {own || !practice ? (
            <SchoolForm
              school={null}
              today={termAt(status.now, status.zone)}
              saving={saveSchool.isPending}
              error={saveSchool.error}
              saveLabel={t('home.welcome.save')}
              onSave={(school) => saveSchool.mutate(school, { onSuccess: begin })}
            />
          ) : (
            <Button variant="default" disabled={loadSample.isPending} onClick={() => setOwn(true)}>
              {t('home.welcome.start')}
            </Button>
          )}
        </Card>
      </div>
      {practice && own && (
        <Button variant="default" w="fit-content" disabled={saveSchool.isPending} onClick={() => setOwn(false)}>
          {t('shell.act.back')}
        </Button>
      )}
      {!practice && (
        <Button variant="default" w="fit-content" onClick={() => setMode.mutate({ mode: 'practice' }, { onSuccess: refresh })}>
          {t('home.welcome.backToPractice')}
        </Button>
      )}
    </main>
  )
}
