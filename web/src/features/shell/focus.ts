const SEARCH_ID = 'global-search'

/** Puts the cursor into the search bar: Ctrl K, and Search in the phone's tab bar. */
export function focusSearch(): void {
  document.querySelector<HTMLInputElement>(`#${SEARCH_ID} input`)?.focus()
}

export { SEARCH_ID }
