import { IconFileImport, IconHome, IconListDetails, IconSend, IconSettings, IconTemplate } from '@tabler/icons-react'

/** The pages in the order of the navigation, which is also that of Ctrl+1 … Ctrl+6. */
export const PAGES = [
  { to: '/', name: 'home', icon: IconHome },
  { to: '/send', name: 'send', icon: IconSend },
  { to: '/log', name: 'log', icon: IconListDetails },
  { to: '/import', name: 'import', icon: IconFileImport },
  { to: '/templates', name: 'templates', icon: IconTemplate },
  { to: '/settings', name: 'settings', icon: IconSettings },
] as const
