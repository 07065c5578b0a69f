//! From a point to the roads it stands at.

use super::atlas::{Atlas, Grid, link_of_piece, to_fixed};
use super::cost::{Cost, NO_WAY, cost, is_way};
use super::geometry;
use super::graph::Graph;
use super::leads::{LEADS_IN, LEADS_OUT};
use super::metric::Metric;
use crate::domain::units::LngLat;

/// A place this far from any road has none.
pub const SNAP_RADIUS_M: f64 = 1000.0;
/// Roads farther than the nearest by less than this are as good as it: corners, twin roads.
const AS_NEAR_M: f64 = 5.0;
/// A road of the address's name is preferred when it is at most this much farther.
const NAME_DETOUR_M: f64 = 80.0;
/// Candidate links kept for one place.
const CANDIDATES_MAX: usize = 4;
/// Rings of cells looked at, whatever the radius asked for: some 20 km.
const RINGS_MAX: i32 = 100;

/// How to look for a road.
#[derive(Clone, Copy)]
pub struct SnapOptions<'a> {
    pub radius_m: f64,
    /// How many roads to return; without `alternatives` only those that are as near as the
    /// nearest.
    pub n_max: usize,
    pub alternatives: bool,
    /// Street of the address.
    pub street: Option<&'a str>,
    /// Direction of travel and how far off it may be, degrees clockwise from north.
    pub bearing: Option<(f64, f64)>,
    /// Arrive with the place on the side of the kerb.
    pub at_kerb: bool,
    /// Links that may be used, by tag set and way.
    pub allows: Option<&'a (dyn Fn(u32) -> bool + Sync)>,
}

impl Default for SnapOptions<'_> {
    fn default() -> Self {
        Self {
            radius_m: SNAP_RADIUS_M,
            n_max: CANDIDATES_MAX,
            alternatives: false,
            street: None,
            bearing: None,
            at_kerb: false,
            allows: None,
        }
    }
}

/// A point on a link that stands for a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snap {
    pub link: u32,
    /// From the link's tail.
    pub offset_cm: u32,
    pub at: [i32; 2],
    pub distance_m: f64,
    /// Usable along and against the link: as the start of a trip, and as its end.
    pub leaves: [bool; 2],
    pub arrives: [bool; 2],
}

/// A snap as a search uses it: an edge, and its cost before and after the point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attachment {
    pub edge: u32,
    pub before: Cost,
    pub after: Cost,
    pub snap: usize,
}

/// What one profile can snap to.
#[derive(Clone, Copy)]
pub struct Snapper<'a> {
    pub atlas: &'a Atlas,
    pub graph: &'a Graph,
    pub metric: &'a Metric,
}

impl Snapper<'_> {
    /// Roads near a place, the best first; empty when there is none within the radius.
    pub fn snap(&self, at: LngLat, options: &SnapOptions) -> Vec<Snap> {
        let mut found = self.nearest_links(at, options);
        if let Some(street) = options.street {
            prefer_street(self.atlas, &mut found, street);
        }
        if let (false, Some(&best)) = (options.alternatives, found.first()) {
            found.retain(|snap| (snap.distance_m - best.distance_m).abs() <= AS_NEAR_M);
        }
        found.truncate(options.n_max);
        found
    }

    fn nearest_links(&self, at: LngLat, options: &SnapOptions) -> Vec<Snap> {
        let fixed = to_fixed(at);
        let [width, height] = Grid::cell_size_m(at.lat());
        let slack = if options.street.is_some() { NAME_DETOUR_M } else { AS_NEAR_M };
        let mut found: Vec<Snap> = Vec::new();
        // What is farther than this cannot be wanted any more.
        let mut bound_m = options.radius_m;
        for ring in 0..=RINGS_MAX {
            // Everything nearer than this lies in the rings before.
            let seen_m = f64::from((ring - 1).max(0)) * width.min(height);
            let enough = match found.get(if options.alternatives { options.n_max - 1 } else { 0 }) {
                Some(snap) => seen_m > snap.distance_m + slack,
                None => seen_m > options.radius_m,
            };
            if enough {
                break;
            }
            for offset in ring_cells(ring) {
                for &piece in self.atlas.grid.pieces(fixed, offset) {
                    let Some(snap) = self.consider(fixed, piece, bound_m, options) else {
                        continue;
                    };
                    if !options.alternatives {
                        bound_m = bound_m.min(snap.distance_m + slack);
                    }
                    keep_nearest(&mut found, snap);
                }
            }
            found.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.link.cmp(&b.link)));
        }
        found.retain(|snap| snap.distance_m <= options.radius_m);
        found
    }

    /// The nearest point of a piece, when it is near enough and of use.
    fn consider(
        &self,
        at: [i32; 2],
        piece: u32,
        bound_m: f64,
        options: &SnapOptions,
    ) -> Option<Snap> {
        let atlas = self.atlas;
        let (a, b) = (atlas.point_at[piece as usize], atlas.point_at[piece as usize + 1]);
        let (t, distance_m) = geometry::project(at, a, b);
        if distance_m > bound_m {
            return None;
        }
        let link = link_of_piece(&atlas.point_first, piece);
        let [leaves, arrives] = self.directions(at, link, a, b, options)?;
        let offset_cm = self.offset_cm(link, piece, t);
        Some(Snap { link, offset_cm, at: geometry::between(a, b, t), distance_m, leaves, arrives })
    }

    /// Which directions may leave and arrive here; `None` when either is impossible.
    fn directions(
        &self,
        at: [i32; 2],
        link: u32,
        a: [i32; 2],
        b: [i32; 2],
        options: &SnapOptions,
    ) -> Option<[[bool; 2]; 2]> {
        if options.allows.is_some_and(|allows| !allows(link)) {
            return None;
        }
        let fits = [false, true].map(|backward| {
            bearing_fits(a, b, backward, options.bearing)
                && (!options.at_kerb || self.is_at_kerb(at, a, b, backward, link))
        });
        let usable = |flag: u8| {
            [false, true].map(|backward| {
                fits[usize::from(backward)]
                    && self.graph.edge_of(link, backward).is_some_and(|edge| {
                        self.metric.leads[edge as usize] & flag != 0
                            && is_way(self.metric.edge_cost[edge as usize])
                    })
            })
        };
        let (leaves, arrives) = (usable(LEADS_OUT), usable(LEADS_IN));
        (leaves.contains(&true) && arrives.contains(&true)).then_some([leaves, arrives])
    }

    /// A one-way road has its kerb on both sides.
    fn is_at_kerb(
        &self,
        at: [i32; 2],
        a: [i32; 2],
        b: [i32; 2],
        backward: bool,
        link: u32,
    ) -> bool {
        if self.graph.edge_of(link, !backward).is_none() {
            return true;
        }
        let (ax, ay) = geometry::offset_m(at, a);
        let (bx, by) = geometry::offset_m(at, b);
        // Positive when the place lies to the left of the piece as drawn.
        let left = ax * by - ay * bx > 0.0;
        let drives_left = self.atlas.locale.driving_side == super::profile::DrivingSide::Left;
        (left != backward) == drives_left
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the link's own length"
    )]
    fn offset_cm(&self, link: u32, piece: u32, t: f64) -> u32 {
        let first = self.atlas.point_first[link as usize];
        let points = self.atlas.points(link);
        let i = (piece - first) as usize;
        let before = geometry::length_m(&points[..=i]);
        let along = before + t * geometry::distance_m(points[i], points[i + 1]);
        ((along * 100.0).round() as u32).min(self.atlas.link_cm[link as usize])
    }

    /// How trips start at these snaps.
    pub fn departures(&self, snaps: &[Snap]) -> Vec<Attachment> {
        self.attachments(snaps, |snap| snap.leaves)
    }

    /// How trips end at these snaps.
    pub fn arrivals(&self, snaps: &[Snap]) -> Vec<Attachment> {
        self.attachments(snaps, |snap| snap.arrives)
    }

    fn attachments(&self, snaps: &[Snap], usable: impl Fn(&Snap) -> [bool; 2]) -> Vec<Attachment> {
        let mut attachments = Vec::with_capacity(2 * snaps.len());
        for (i, snap) in snaps.iter().enumerate() {
            for backward in [false, true] {
                if usable(snap)[usize::from(backward)] {
                    attachments.extend(self.attach(snap, backward, i));
                }
            }
        }
        attachments
    }

    pub fn attach(&self, snap: &Snap, backward: bool, i: usize) -> Option<Attachment> {
        let edge = self.graph.edge_of(snap.link, backward)?;
        let whole = self.metric.edge_cost[edge as usize];
        if whole >= NO_WAY {
            return None;
        }
        let mut before: Cost = 0;
        for (link, against) in self.graph.links(edge) {
            let link_cost = self.metric.link_cost(self.atlas, link, against);
            if link == snap.link {
                before = before.saturating_add(share(link_cost, snap.offset_cm, against));
                break;
            }
            before = before.saturating_add(link_cost);
        }
        let after = whole.checked_sub(before)?;
        Some(Attachment { edge, before, after, snap: i })
    }
}

/// The part of a link's cost that lies before an offset from its tail, in travel direction.
#[expect(clippy::cast_possible_truncation, reason = "a part is not larger than the whole")]
pub fn share(link_cost: Cost, offset_cm: u32, backward: bool) -> Cost {
    let (ms, cm) = (super::cost::ms(link_cost), super::cost::cm(link_cost));
    let along = if backward { cm - offset_cm.min(cm) } else { offset_cm.min(cm) };
    let part = if cm == 0 { 0 } else { u64::from(ms) * u64::from(along) / u64::from(cm) };
    cost(part as u32, along)
}

fn bearing_fits(a: [i32; 2], b: [i32; 2], backward: bool, wanted: Option<(f64, f64)>) -> bool {
    let Some((bearing, range)) = wanted else { return true };
    let own = geometry::bearing(a, b) + if backward { 180.0 } else { 0.0 };
    geometry::turn_angle(bearing, own).abs() <= range
}

/// One snap for each link.
fn keep_nearest(found: &mut Vec<Snap>, snap: Snap) {
    match found.iter_mut().find(|known| known.link == snap.link) {
        Some(known) if known.distance_m <= snap.distance_m => {}
        Some(known) => *known = snap,
        None => found.push(snap),
    }
}

fn prefer_street(atlas: &Atlas, found: &mut [Snap], street: &str) {
    let Some(nearest) = found.first().map(|snap| snap.distance_m) else { return };
    let wanted = plain(street);
    let matches = |snap: &Snap| {
        snap.distance_m <= nearest + NAME_DETOUR_M && plain(atlas.name(snap.link).name) == wanted
    };
    if let Some(i) = found.iter().position(matches) {
        found[..=i].rotate_right(1);
    }
}

/// A name without case, spaces and punctuation.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Cells at Chebyshev distance `ring`.
fn ring_cells(ring: i32) -> Vec<[i32; 2]> {
    if ring == 0 {
        return vec![[0, 0]];
    }
    let mut cells = Vec::with_capacity(usize::try_from(8 * ring).unwrap_or(0));
    for i in -ring..=ring {
        cells.extend([[i, -ring], [i, ring]]);
    }
    for i in 1 - ring..ring {
        cells.extend([[-ring, i], [ring, i]]);
    }
    cells
}
