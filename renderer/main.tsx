import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './styles/page.css'
import './styles/status.css'
import './styles/forced-colors.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startWords } from './lib/words/i18n.ts'

startWords()

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
