/** Mantine's colours, mended until every ink reads at 4.5 : 1 or better on what it stands on, in both schemes. */
import { Alert, Badge, Checkbox, type CSSVariablesResolver, createTheme, Switch } from '@mantine/core'

const LIGHT = {
  gray: '#495057',
  red: '#a51111',
  blue: '#0b5394',
  teal: '#065f46',
  green: '#1b5e20',
  yellow: '#6b4a00',
  orange: '#8a3b00',
  violet: '#5f3dc4',
} as const
const DARK: Readonly<Record<keyof typeof LIGHT, string>> = {
  gray: '#ced4da',
  red: '#ffa8a8',
  blue: '#a5d8ff',
  teal: '#63e6be',
  green: '#8ce99a',
  yellow: '#ffe066',
  orange: '#ffc078',
  violet: '#b197fc',
}

/** Mantine reads the ink of its light, subtle and outline variants from these variables. */
function inks(table: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([color, ink]) => ['text', 'light-color', 'outline'].map((use) => [`--mantine-color-${color}-${use}`, ink])),
  )
}

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...inks(LIGHT),
    '--mantine-color-dimmed': '#495057',
    '--mantine-color-error': LIGHT.red,
    '--mantine-color-placeholder': '#5c636a',
    '--mantine-color-anchor': LIGHT.blue,
  },
  dark: {
    ...inks(DARK),
    '--mantine-color-dimmed': '#c1c2c5',
    '--mantine-color-error': DARK.red,
    '--mantine-color-placeholder': '#c1c2c5',
    '--mantine-color-anchor': DARK.blue,
  },
})

export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 8,
  autoContrast: true,
  luminanceThreshold: 0.179,
  respectReducedMotion: true,
  cursorType: 'pointer',
  defaultRadius: 'sm',
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  components: {
    // Mantine's badges shout in capitals, and its small boxes are under the 24 px that a finger or a shaky hand needs.
    Badge: Badge.extend({ defaultProps: { tt: 'none' } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'md' } }),
    Switch: Switch.extend({ defaultProps: { size: 'md' } }),
    // Plain objects below: naming the components here would pull them into the first load.
    // Mantine's dialogs head themselves with <header>, which a screen reader would take for the window's own.
    Modal: { defaultProps: { attributes: { header: { role: 'none' } } } },
    Drawer: { defaultProps: { attributes: { header: { role: 'none' } } } },
    // The empty first stop in Mantine's menus is no menu item; and a menu belongs to the page that it opens from.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, withinPortal: false } },
    Alert: Alert.extend({ defaultProps: { variant: 'light' } }),
  },
})
