import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../components/feedback/failure-alert.tsx'
import { Loading } from '../../components/feedback/loading.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { PageLinkButton } from '../../components/layout/page-link.tsx'
import { Failure } from '../../lib/bridge/api.ts'
import { useAnswer } from '../../lib/bridge/use-bridge.ts'
import { EditorPage } from './editor-page.tsx'
import { TemplateList } from './template-list.tsx'
import './templates.css'

/** The list of templates, or one of them open to be changed. */
export function TemplatesPage() {
  const { t } = useTranslation()
  const { key } = useSearch({ from: '/templates' })
  const templates = useAnswer('templates:list', {})
  if (key === 'new') return <EditorPage key="new" template={null} />
  const open = templates.data?.find((template) => template.key === key)
  if (open) return <EditorPage key={open.key} template={open} />
  return (
    <>
      <PageHeader title={t('templates.title')}>
        <PageLinkButton to="/templates" search={{ key: 'new' }}>
          {t('templates.new')}
        </PageLinkButton>
      </PageHeader>
      <p className="flat">{t('templates.intro')}</p>
      {key && templates.data && <FailureAlert error={new Failure({ code: 'not_found', key: 'template_missing' })} />}
      {templates.error && <FailureAlert error={templates.error} onRetry={() => void templates.refetch()} />}
      {!templates.data && !templates.error && <Loading />}
      {templates.data && <TemplateList templates={templates.data} />}
    </>
  )
}
