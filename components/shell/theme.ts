/** The chosen theme lives in a cookie, so the server draws the right one and no script has to correct it. */
export const themeCookie = 'theme'

const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export function parseTheme(text: string | undefined): Theme {
  return themes.find((theme) => theme === text) ?? 'system'
}
