const PHONE = '(width < 768px)'
/** How much of the map's height a phone's sheet covers as it opens. */
const SHEET_SHARE = 0.48

/** Pixels at the foot of the map that lie under a phone's sheet. */
export function underSheet(container: HTMLElement): number {
  return window.matchMedia(PHONE).matches ? container.clientHeight * SHEET_SHARE : 0
}
