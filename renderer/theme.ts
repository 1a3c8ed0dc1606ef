/**
 * Every token of the look, light and dark. Red is for harm, orange (amber) for late, blue for action, green for
 * done; nothing else is coloured. Always: text on these reaches 4.5 : 1 in both schemes.
 */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** Ten shades, light to dark; shade 7 carries white text and stands on white, shade 3 stands on the dark ground. */
const blue: MantineColorsTuple = [
  '#edf3fc',
  '#d6e4f8',
  '#b0cbf1',
  '#8ab4ee',
  '#5f97e3',
  '#3f7fd6',
  '#2a6cc6',
  '#1f5db0',
  '#194d93',
  '#123b72',
];
const red: MantineColorsTuple = [
  '#fdeeee',
  '#fad9d9',
  '#f4b5b5',
  '#f59a9a',
  '#e56a6a',
  '#d84a4a',
  '#c93535',
  '#b3261e',
  '#941d17',
  '#701511',
];
const orange: MantineColorsTuple = [
  '#fdf3e4',
  '#f9e3c2',
  '#f2cb8c',
  '#f0b65a',
  '#db9527',
  '#bd7a10',
  '#a36706',
  '#8a5200',
  '#714300',
  '#553200',
];
const green: MantineColorsTuple = [
  '#eaf6ed',
  '#d0ebd7',
  '#a5d8b2',
  '#7fca92',
  '#4bb066',
  '#2f9a4d',
  '#238440',
  '#1b6e2c',
  '#155b24',
  '#0f441a',
];
const gray: MantineColorsTuple = [
  '#f7f8f9',
  '#eff1f3',
  '#e3e6e9',
  '#d4d8dd',
  '#b8bec6',
  '#949ca6',
  '#6c757f',
  '#525a64',
  '#383f47',
  '#20252b',
];
const dark: MantineColorsTuple = [
  '#d7dade',
  '#bfc4ca',
  '#a3a9b1',
  '#78808a',
  '#4a5058',
  '#3a4047',
  '#2b3036',
  '#1c2025',
  '#15181c',
  '#0e1013',
];

export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 7,
  colors: { blue, red, orange, yellow: orange, green, gray, dark },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  defaultRadius: 'sm',
  fontFamily: '"Segoe UI", system-ui, -apple-system, "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  spacing: { xs: '0.375rem', sm: '0.5rem', md: '0.75rem', lg: '1rem', xl: '1.5rem' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.125rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.3' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.3' },
      h4: { fontSize: '0.9375rem', lineHeight: '1.3' },
    },
  },
  components: {
    Text: { defaultProps: { size: 'md' } },
    Button: { defaultProps: { size: 'sm' } },
    Badge: { defaultProps: { tt: 'none', radius: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Modal: {
      defaultProps: { transitionProps: { duration: 0 }, centered: true },
      styles: { title: { fontWeight: 650, fontSize: '1rem' } },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close this note' } } },
    Table: { defaultProps: { verticalSpacing: 4 } },
  },
});

/** Tokens with a meaning, for style sheets: `var(--mortar-late)`. */
export const resolver: CSSVariablesResolver = () => ({
  variables: { '--mortar-row': '32px' },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': gray[7],
    '--mantine-color-placeholder': gray[6],
    '--mantine-color-error': red[7],
    '--mantine-color-anchor': blue[7],
    '--mortar-ground': gray[1],
    '--mortar-raised': '#ffffff',
    '--mortar-harm': red[7],
    '--mortar-late': orange[7],
    '--mortar-action': blue[7],
    '--mortar-done': green[7],
    '--mortar-cursor': blue[0],
    '--mantine-color-red-text': red[7],
    '--mantine-color-orange-text': orange[7],
    '--mantine-color-green-text': green[7],
    '--mantine-color-blue-text': blue[7],
  },
  dark: {
    '--mantine-color-body': dark[7],
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': '#949ca6',
    '--mantine-color-error': red[3],
    '--mantine-color-anchor': blue[3],
    '--mortar-ground': dark[8],
    '--mortar-raised': dark[6],
    '--mortar-harm': red[3],
    '--mortar-late': orange[3],
    '--mortar-action': blue[3],
    '--mortar-done': green[3],
    '--mortar-cursor': '#22324a',
    '--mantine-color-red-text': red[3],
    '--mantine-color-orange-text': orange[3],
    '--mantine-color-green-text': green[3],
    '--mantine-color-blue-text': blue[3],
    '--mantine-color-red-light-color': red[3],
    '--mantine-color-orange-light-color': orange[3],
    '--mantine-color-yellow-light-color': orange[3],
    '--mantine-color-green-light-color': green[3],
    '--mantine-color-blue-light-color': blue[3],
    '--mantine-color-red-outline': red[3],
    '--mantine-color-orange-outline': orange[3],
    '--mantine-color-green-outline': green[3],
    '--mantine-color-blue-outline': blue[3],
  },
});
