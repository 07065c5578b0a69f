// What the app reads of the API, vehicles apart. contract.test.ts holds these to the OpenAPI document.
import type { LineString, MultiPolygon, Polygon } from 'geojson'
import type { VehicleProfile } from './vehicles'

export type Lifecycle = 'prospect' | 'lead' | 'customer' | 'lapsed' | 'lost' | 'excluded'
export type Tier = 'A' | 'B' | 'C' | 'D'
export type VisitStatus = 'overdue' | 'due' | 'not_due' | 'none'
export type Role = 'admin' | 'manager' | 'rep' | 'marketing' | 'read_only'
export type Level = 'none' | 'own' | 'team' | 'territory' | 'all'
export type Coordinates = [lng: number, lat: number]

export interface Page {
  next_cursor: string | null
  has_more: boolean
  total?: number
}

export interface List<T> {
  data: T[]
  page: Page
}

export interface Ref {
  id: string
  name: string
}

export interface Coloured extends Ref {
  color: number
}

export interface Organisation {
  id: string
  name: string
  country: string
  currency: string
  time_zone: string
  is_demo?: boolean
  version: number
}

export interface User {
  id: string
  name: string
  email: string
  role: Role
  status: 'active' | 'disabled'
  locale: 'en' | 'ko'
  time_zone: string | null
  phone: string | null
  home: Coordinates | null
  home_address: string | null
  work_start: string
  work_end: string
  work_days: number[]
  break_start: string | null
  break_minutes: number
  max_visits: number
  vehicle_profile: VehicleProfile
  version: number
}

export interface Team extends Ref {
  member_ids: string[]
  version: number
}

export type Permissions = Record<string, Record<string, Level>>

export interface Session {
  user: Pick<User, 'id' | 'name' | 'email' | 'role' | 'locale' | 'time_zone'>
  organisation: Omit<Organisation, 'version'>
  csrf_token: string
  permissions: Permissions
}

export interface Site {
  id: string
  line1: string | null
  line2: string | null
  city: string | null
  district: string | null
  region: string | null
  postal_code: string | null
  country: string | null
  location: Coordinates | null
  entrance: Coordinates | null
  opening_hours: string | null
  time_zone: string | null
  geocode_status: 'pending' | 'ok' | 'ambiguous' | 'not_found' | 'manual' | 'failed'
  manual_lock: boolean
  version?: number
}

export interface Account {
  id: string
  name: string
  legal_name: string | null
  kind: 'business' | 'person' | 'public' | 'branch'
  lifecycle: Lifecycle
  tier: Tier | null
  category: string | null
  registration_no: string | null
  employees: number | null
  website: string | null
  phone: string | null
  email: string | null
  value_12m: number
  potential_value: number
  visit_interval_days: number | null
  visit_duration_min: number
  visit_priority: number
  last_visit_at: string | null
  next_due_on: string | null
  visit_status: VisitStatus
  access_note: string | null
  do_not_visit: boolean
  note: string | null
  source: string
  custom: Record<string, unknown>
  site: Site | null
  owner: Ref | null
  territory: Coloured | null
  tags: Coloured[]
  created_at: string
  updated_at: string
  version: number
}

export interface Contact {
  id: string
  account_id: string
  full_name: string
  title: string | null
  department: string | null
  role: 'decision_maker' | 'influencer' | 'user' | 'gatekeeper' | null
  email: string | null
  phone: string | null
  do_not_call: boolean
  is_primary: boolean
  note: string | null
  version: number
}

export type ActivityType = 'visit' | 'call' | 'meeting' | 'email' | 'message' | 'task' | 'note' | 'survey'
export type ActivityStatus = 'planned' | 'confirmed' | 'in_progress' | 'done' | 'missed' | 'cancelled'
export type OutcomeCode = 'order' | 'offer_requested' | 'follow_up' | 'no_contact' | 'closed' | 'refused' | 'information'

export interface Activity {
  id: string
  type: ActivityType
  subject: string
  account_id: string | null
  contact_id: string | null
  owner_id: string | null
  status: ActivityStatus
  planned_start: string | null
  planned_end: string | null
  actual_start: string | null
  actual_end: string | null
  due_on: string | null
  outcome_code: OutcomeCode | null
  summary: string | null
  next_step: string | null
  next_step_on: string | null
  check_in_at: string | null
  check_out_at: string | null
  check_in_verdict: 'verified' | 'outside' | 'unverified' | 'manual' | null
  check_in_distance_m: number | null
  created_at: string
  version: number
}

export interface Tag extends Coloured {
  version: number
}

export type CustomType = 'text' | 'number' | 'date' | 'boolean' | 'choice'

export interface CustomChoice {
  key: string
  label_en: string
  label_ko: string
}

export interface CustomField extends CustomChoice {
  id: string
  type: CustomType
  choices: CustomChoice[]
  position: number
  version: number
}

export interface HistoryEntry {
  id: number
  at: string
  user_id: string | null
  user_name: string | null
  action: string
  via: string
  diff: Record<string, [unknown, unknown]>
}

/** Something that happened: exactly one of `activity` and `change` is set. */
export interface TimelineEntry {
  at: string
  activity?: Activity
  change?: HistoryEntry
}

export interface Place {
  id: string
  name: string | null
  name_en?: string | null
  name_ko?: string | null
  category: string
  location: Coordinates
  address: { line1: string | null; city: string | null }
  phone?: string | null
  opening_hours?: string | null
  account_id?: string | null
}

export interface Labels {
  en: string
  ko: string
}

export interface PlaceCategory {
  code: string
  labels: Labels
  count: number
}

export interface PlaceGroup extends PlaceCategory {
  categories: PlaceCategory[]
}

export interface AreaRef {
  id: string
  name: string
  name_en?: string | null
  name_ko?: string | null
  admin_level: number | null
}

export interface AdminArea extends AreaRef {
  geometry: Polygon | MultiPolygon
}

export interface GeocodeHit {
  label: string
  location: Coordinates
  kind?: string
}

export interface RegionInfo {
  name: string
  bbox: [number, number, number, number]
  center: Coordinates
  /** The part with most of the places. */
  focus: [number, number, number, number]
  attribution: string
  country: string | null
  time_zone: string
}

export type Area =
  | { type: 'polygon'; geometry: Polygon | MultiPolygon }
  | { type: 'circle'; center: Coordinates; radius_m: number }
  | { type: 'admin'; area_id: string }
  | { type: 'territory'; territory_id: string }
  | { type: 'drive_time'; center: Coordinates; minutes: number; profile: VehicleProfile }
  | { type: 'bbox'; bbox: [number, number, number, number] }

export type Filter =
  | { and: Filter[] }
  | { or: Filter[] }
  | { not: Filter }
  | { field: string; op: string; value: unknown }

export interface CodeFigure {
  code: string | null
  count: number
  value_12m?: number
  potential_value?: number
}

export interface Figures {
  total: number
  by_lifecycle: CodeFigure[]
  by_category: CodeFigure[]
  by_tier: CodeFigure[]
  value_12m: number
  potential_value: number
  penetration: number | null
  unknown_places: number | null
}

export interface Cell {
  cell: string
  count: number
  value_12m: number
  potential_value: number
  customers: number
}

export interface MarketAnswer {
  index_version: number
  figures: Figures
  cells: Cell[]
  /** By the field of `group_by`, if one was asked for. */
  groups?: CodeFigure[]
}

export interface Snapshot extends MarketAnswer {
  id: string
  name: string
  area: Area
  filter: Filter | null
  n_members: number
  taken_at: string
  created_by: Ref | null
}

export interface Measures {
  accounts: number
  customers: number
  value_12m: number
  potential_value: number
  visits_per_year: number
  service_hours: number
  travel_hours: number
  workload_hours: number
  /** Workload over the mean of the alignment, less one. */
  workload_deviation: number
  area_km2: number
  compactness: number
}

export interface Territory {
  id: string
  alignment_id: string
  code: string | null
  name: string
  color: number
  geometry: MultiPolygon
  built_from: string
  member_units: string[]
  owner_id: string | null
  owner: Ref | null
  measures: Measures
  version: number
}

export interface Alignment extends Ref {
  state: 'planning' | 'active' | 'archived'
  valid_from: string | null
  n_territories: number
  created_at: string
  updated_at: string
  version: number
}

export interface ProposedTerritory {
  geometry: MultiPolygon
  color: number
  measures: Measures
  member_units: string[]
  built_from: string
  /** From the owner's home or the middle to the accounts, when the plan is done. */
  travel?: { mean_s: number; worst_s: number; n_unreachable: number; source: 'roads' | 'great_circle' }
  owner_id: string | null
  /** What the plan was balanced by, as the optimiser counts it. */
  balance?: { name: string; amount: number; target: number; deviation: number }[]
}

/** How travel in territories is estimated. */
export interface TravelModel {
  visits_per_day: number
  factor: number
  /** Against planned days; nothing before the first calibration. */
  mean_error: number | null
  n_samples: number
}

export interface Remark {
  code: string
  message: string
}

export interface DivideResult {
  territories: ProposedTerritory[]
  status?: string
  checks?: Remark[]
  causes?: Remark[]
  brief?: unknown
}

/** Why a cell changes hands: what its return would make worse. */
export type MoveReason = 'limits' | 'balance' | 'compactness' | 'border' | 'together'

export interface CellMove {
  /** An H3 cell. */
  unit: string
  accounts: number
  /** Territories. */
  from: string
  to: string
  why: MoveReason
}

/** The best plan in which no more than a share of the accounts changes hands. */
export interface RealignPlan extends DivideResult {
  territories: (ProposedTerritory & Ref)[]
  share: number
  moved_accounts: number
  moved_share: number
  imbalance: number
  moves: CellMove[]
}

export interface RealignResult {
  front: RealignPlan[]
  imbalance_before?: number
  brief?: unknown
}

export interface RouteStop {
  seq: number
  account_id: string
  account_name: string
  site_id: string
  activity_id: string | null
  location: Coordinates
  arrives_at: string
  starts_at: string
  leaves_at: string
  wait_s: number
  windows: [string, string][]
  leg_s: number
  leg_distance_m: number
  is_fixed: boolean
  /** What does not work at this stop, in an order that a person chose. */
  issue: string | null
  navigation_url: string
}

export interface UnservedVisit {
  account_id: string
  account_name: string
  reason: { code: string; message: string }
}

export interface Route {
  id: string
  user_id: string
  date: string
  status: 'draft' | 'planned' | 'started' | 'finished'
  time_zone: string
  shift_start: string
  shift_end: string
  vehicle_profile: VehicleProfile
  departs_at: string
  returns_at: string
  distance_m: number
  travel_s: number
  service_s: number
  wait_s: number
  geometry: LineString
  lunch: [string, string] | null
  start: Coordinates
  end: Coordinates
  stops: RouteStop[]
  unserved: UnservedVisit[]
  travel_source: string
  is_proven: boolean
  attribution: string
  version: number
}

export interface Job<Result = unknown, Partial = unknown> {
  id: string
  kind: string
  state: 'running' | 'done' | 'failed' | 'cancelled'
  progress: number
  partial: Partial | null
  result: Result | null
  problem: { code?: string; detail?: string } | null
}

export interface ImportResult {
  rows: number
  created: number
  updated: number
  notice: string | null
  errors: { line: number; column: string | null; code: string; message: string }[]
  mapping: Record<string, string | null> | { column: string; field: string | null }[]
}
