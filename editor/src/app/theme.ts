import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** The one accent: what can be done, and what is chosen. */
const teal: MantineColorsTuple = [
  '#effcf9',
  '#d3f5ee',
  '#a8eade',
  '#75d9ca',
  '#45c1b1',
  '#26a698',
  '#17877c',
  '#13766d',
  '#0f766e',
  '#0f4f4a',
]

/** Neutral slate, from paper to ink. */
const gray: MantineColorsTuple = [
  '#f8fafb',
  '#f1f4f6',
  '#e5eaee',
  '#d6dde3',
  '#c2ccd4',
  '#97a4b0',
  '#6b7885',
  '#515d69',
  '#36414b',
  '#212a32',
]

const dark: MantineColorsTuple = [
  '#d5dce2',
  '#b7c0c9',
  '#8e99a4',
  '#616d79',
  '#414c57',
  '#303a44',
  '#242d36',
  '#1a2129',
  '#141a20',
  '#0f1419',
]

export const theme = createTheme({
  primaryColor: 'teal',
  colors: { teal, gray, dark },
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  luminanceThreshold: 0.179,
  fontFamily:
    "'Noto Sans Variable','Noto Sans Thai Variable','Noto Sans Lao Variable','Noto Sans TC Variable',system-ui,sans-serif",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  lineHeights: { xs: '1.45', sm: '1.45', md: '1.45', lg: '1.45', xl: '1.4' },
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '16px' }, h3: { fontSize: '14px' } } },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  cursorType: 'pointer',
  components: {
    Badge: { defaultProps: { tt: 'none' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false } },
  },
})

const colorNames = ['teal', 'red', 'green', 'yellow', 'orange', 'blue', 'gray'] as const

/** Mantine's defaults fail WCAG's contrast in several places; these pass in both schemes. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const light: Record<string, string> = {
    '--mantine-color-dimmed': '#56616b',
    '--mantine-color-placeholder': '#6b7280',
    '--mantine-color-error': '#c92a2a',
  }
  const darkScheme: Record<string, string> = {
    '--mantine-color-dimmed': '#a3adb7',
    '--mantine-color-placeholder': '#a3adb7',
    '--mantine-color-error': '#ff8787',
  }
  for (const name of colorNames) {
    light[`--mantine-color-${name}-text`] = `color-mix(in srgb, var(--mantine-color-${name}-9), black 20%)`
    light[`--mantine-color-${name}-light-color`] = `color-mix(in srgb, var(--mantine-color-${name}-9), black 40%)`
    darkScheme[`--mantine-color-${name}-text`] = `var(--mantine-color-${name}-3)`
    darkScheme[`--mantine-color-${name}-light-color`] = `var(--mantine-color-${name}-2)`
  }
  return { variables: {}, light, dark: darkScheme }
}
