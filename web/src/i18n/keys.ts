import type accounts from './messages/en/accounts.json'
import type activities from './messages/en/activities.json'
import type area from './messages/en/area.json'
import type category from './messages/en/category.json'
import type closure from './messages/en/closure.json'
import type common from './messages/en/common.json'
import type error from './messages/en/error.json'
import type market from './messages/en/market.json'
import type places from './messages/en/places.json'
import type record from './messages/en/record.json'
import type route from './messages/en/route.json'
import type settings from './messages/en/settings.json'
import type shell from './messages/en/shell.json'
import type territory from './messages/en/territory.json'

type In<Space extends string, Messages> = `${Space}.${keyof Messages & string}`

/** Every key of the English catalogue; the build refuses a key that Korean lacks. */
export type MessageKey =
  | In<'accounts', typeof accounts>
  | In<'activities', typeof activities>
  | In<'area', typeof area>
  | In<'category', typeof category>
  | In<'closure', typeof closure>
  | In<'common', typeof common>
  | In<'error', typeof error>
  | In<'market', typeof market>
  | In<'places', typeof places>
  | In<'record', typeof record>
  | In<'route', typeof route>
  | In<'settings', typeof settings>
  | In<'shell', typeof shell>
  | In<'territory', typeof territory>
