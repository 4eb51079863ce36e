import { Link, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { SECTIONS, type Section } from '../../lib/format/search.ts'
import { EmailSection } from './accounts/email-section.tsx'
import { LookSection } from './console/look-section.tsx'
import { PracticeSection } from './console/practice-section.tsx'
import { SchoolSection } from './console/school-section.tsx'
import { ReportsSection } from './reports/reports-section.tsx'
import { SendingSection } from './sending/sending-section.tsx'
import './settings.css'
import { SmsSection } from './accounts/sms-section.tsx'

const PARTS: Readonly<Record<Section, () => React.ReactNode>> = {
  school: SchoolSection,
  sending: SendingSection,
  sms: SmsSection,
  email: EmailSection,
  reports: ReportsSection,
  look: LookSection,
  practice: PracticeSection,
}

/** A list of sections, one of them open. Each section is a small page of its own: it asks, shows and saves. */
export function SettingsPage() {
  const { t } = useTranslation()
  const { section = 'school' } = useSearch({ from: '/settings' })
  const Part = PARTS[section]
  return (
    <>
      <PageHeader title={t('settings.title')} />
      <div className="settings">
        <nav aria-label={t('settings.sections')}>
          <ul className="settings-list">
            {SECTIONS.map((name) => (
              <li key={name}>
                <Link to="/settings" search={{ section: name }} className="nav-link" aria-current={name === section ? 'page' : 'false'}>
                  {t(`settings.section.${name}`)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <section className="settings-part" aria-labelledby="part-title">
          <h2 id="part-title">{t(`settings.section.${section}`)}</h2>
          <Part key={section} />
        </section>
      </div>
    </>
  )
}
