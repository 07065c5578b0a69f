import type { Theme } from '@/ui/theme'

/** One hue from faint to strong, even steps in lightness; turned round for the dark map. */
export const RAMPS: Record<Theme, readonly [string, string, string, string, string]> = {
  light: ['#cfe8e4', '#9dcfca', '#66b3ae', '#2f8f8c', '#0a6263'],
  dark: ['#12393c', '#1a5557', '#2a7676', '#4a9d99', '#86cfc8'],
}
