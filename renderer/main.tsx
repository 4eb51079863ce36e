import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './styles/page.css'
import './styles/status.css'
import './styles/forced-colors.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { App } from './app.tsx'
import { startWords } from './lib/words/i18n.ts'

// zod would otherwise try `new Function`, which the page's content security policy rightly reports.
z.config({ jitless: true })
startWords()

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
