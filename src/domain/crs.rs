//! Coordinate reference systems that features are handed out in.
//!
//! Transverse Mercator by Krüger's series to the sixth order (C. Karney, "Transverse Mercator with
//! an accuracy of a few nanometers", 2011), on GRS80. Korea's datum and WGS84 count as one, as
//! everywhere outside of surveying.

use super::units::{LngLat, LngLatError};

const GRS80_A: f64 = 6_378_137.0;
const GRS80_F: f64 = 1.0 / 298.257_222_101;
/// Spherical Mercator ends here, in degrees.
const MERCATOR_LAT_MAX: f64 = 85.051_128_779_806_6;
/// Steps of the iteration from conformal to geographic latitude; five reach the last bit.
const LATITUDE_STEPS: usize = 6;

/// A system by its axes and projection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crs {
    /// WGS84, longitude first.
    Crs84,
    /// WGS84, latitude first, as EPSG defines it.
    Epsg4326,
    /// Spherical Mercator, easting first, in metres.
    Epsg3857,
    /// Korea 2000 / Unified CS, northing first, in metres.
    Epsg5179,
    /// Korea 2000 / Central Belt 2010, northing first, in metres.
    Epsg5186,
}

impl Crs {
    pub const ALL: [Self; 5] =
        [Self::Crs84, Self::Epsg4326, Self::Epsg3857, Self::Epsg5179, Self::Epsg5186];

    #[must_use]
    pub const fn uri(self) -> &'static str {
        match self {
            Self::Crs84 => "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            Self::Epsg4326 => "http://www.opengis.net/def/crs/EPSG/0/4326",
            Self::Epsg3857 => "http://www.opengis.net/def/crs/EPSG/0/3857",
            Self::Epsg5179 => "http://www.opengis.net/def/crs/EPSG/0/5179",
            Self::Epsg5186 => "http://www.opengis.net/def/crs/EPSG/0/5186",
        }
    }

    /// By its URI.
    #[must_use]
    pub fn from_uri(uri: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|crs| crs.uri() == uri)
    }

    /// A place in this system, in the order of its axes.
    #[must_use]
    pub fn project(self, at: LngLat) -> [f64; 2] {
        match self {
            Self::Crs84 => [at.lng(), at.lat()],
            Self::Epsg4326 => [at.lat(), at.lng()],
            Self::Epsg3857 => mercator(at),
            Self::Epsg5179 => UNIFIED.project(at),
            Self::Epsg5186 => CENTRAL.project(at),
        }
    }

    /// The place behind two coordinates in the order of the system's axes.
    ///
    /// # Errors
    /// When they are no place on Earth.
    pub fn place(self, [first, second]: [f64; 2]) -> Result<LngLat, LngLatError> {
        match self {
            Self::Crs84 => LngLat::new(first, second),
            Self::Epsg4326 => LngLat::new(second, first),
            Self::Epsg3857 => from_mercator(first, second),
            Self::Epsg5179 => UNIFIED.place(first, second),
            Self::Epsg5186 => CENTRAL.place(first, second),
        }
    }
}

fn mercator(at: LngLat) -> [f64; 2] {
    let lat = at.lat().clamp(-MERCATOR_LAT_MAX, MERCATOR_LAT_MAX).to_radians();
    [GRS80_A * at.lng().to_radians(), GRS80_A * lat.tan().asinh()]
}

fn from_mercator(x: f64, y: f64) -> Result<LngLat, LngLatError> {
    LngLat::new((x / GRS80_A).to_degrees(), (y / GRS80_A).sinh().atan().to_degrees())
}

/// A transverse Mercator zone: degrees and metres.
struct Zone {
    lng: f64,
    lat: f64,
    scale: f64,
    easting: f64,
    northing: f64,
}

const UNIFIED: Zone =
    Zone { lng: 127.5, lat: 38.0, scale: 0.9996, easting: 1_000_000.0, northing: 2_000_000.0 };
const CENTRAL: Zone =
    Zone { lng: 127.0, lat: 38.0, scale: 1.0, easting: 200_000.0, northing: 600_000.0 };

impl Zone {
    /// Northing and easting.
    fn project(&self, at: LngLat) -> [f64; 2] {
        let [xi, eta] = series(conformal(at.lat(), at.lng() - self.lng), &ALPHA, 1.0);
        let radius = self.scale * rectifying_radius();
        [self.northing + radius * (xi - self.origin()), self.easting + radius * eta]
    }

    fn place(&self, northing: f64, easting: f64) -> Result<LngLat, LngLatError> {
        let radius = self.scale * rectifying_radius();
        let xi = (northing - self.northing) / radius + self.origin();
        let eta = (easting - self.easting) / radius;
        let [xi, eta] = series([xi, eta], &BETA, -1.0);
        let tau = xi.sin() / eta.sinh().hypot(xi.cos());
        let lng = self.lng + eta.sinh().atan2(xi.cos()).to_degrees();
        LngLat::new(lng, geographic(tau).atan().to_degrees())
    }

    /// The rectified latitude of the zone's origin.
    fn origin(&self) -> f64 {
        series(conformal(self.lat, 0.0), &ALPHA, 1.0)[0]
    }
}

const N: f64 = GRS80_F / (2.0 - GRS80_F);

fn rectifying_radius() -> f64 {
    let n2 = N * N;
    GRS80_A / (1.0 + N) * (1.0 + n2 / 4.0 + n2 * n2 / 64.0 + n2 * n2 * n2 / 256.0)
}

/// Gauss-Schreiber coordinates: conformal latitude and longitude on the transverse sphere.
fn conformal(lat: f64, dlng: f64) -> [f64; 2] {
    let (tau, dlng) = (conformal_tangent(lat.to_radians().tan()), dlng.to_radians());
    [tau.atan2(dlng.cos()), (dlng.sin() / tau.hypot(dlng.cos())).asinh()]
}

fn eccentricity() -> f64 {
    (GRS80_F * (2.0 - GRS80_F)).sqrt()
}

fn conformal_tangent(tau: f64) -> f64 {
    let e = eccentricity();
    let sigma = (e * (e * tau / tau.hypot(1.0)).atanh()).sinh();
    tau * sigma.hypot(1.0) - sigma * tau.hypot(1.0)
}

/// Newton's method on [`conformal_tangent`].
fn geographic(conformal: f64) -> f64 {
    let e2 = eccentricity().powi(2);
    (0..LATITUDE_STEPS).fold(conformal / (1.0 - e2), |tau, _| {
        let guess = conformal_tangent(tau);
        let slope = (1.0 + (1.0 - e2) * tau * tau) / ((1.0 - e2) * tau.hypot(1.0));
        tau + (conformal - guess) / guess.hypot(1.0) * slope
    })
}

fn series([xi, eta]: [f64; 2], factors: &[f64; 6], sign: f64) -> [f64; 2] {
    let (mut north, mut east) = (xi, eta);
    for (order, factor) in (1..).map(|order| 2.0 * f64::from(order)).zip(factors) {
        north += sign * factor * (order * xi).sin() * (order * eta).cosh();
        east += sign * factor * (order * xi).cos() * (order * eta).sinh();
    }
    [north, east]
}

/// Equation 35.
const ALPHA: [f64; 6] = [
    N / 2.0 - 2.0 / 3.0 * P2 + 5.0 / 16.0 * P3 + 41.0 / 180.0 * P4 - 127.0 / 288.0 * P5
        + 7891.0 / 37800.0 * P6,
    13.0 / 48.0 * P2 - 3.0 / 5.0 * P3 + 557.0 / 1440.0 * P4 + 281.0 / 630.0 * P5
        - 1_983_433.0 / 1_935_360.0 * P6,
    61.0 / 240.0 * P3 - 103.0 / 140.0 * P4 + 15061.0 / 26880.0 * P5 + 167_603.0 / 181_440.0 * P6,
    49561.0 / 161_280.0 * P4 - 179.0 / 168.0 * P5 + 6_601_661.0 / 7_257_600.0 * P6,
    34729.0 / 80640.0 * P5 - 3_418_889.0 / 1_995_840.0 * P6,
    212_378_941.0 / 319_334_400.0 * P6,
];

/// Equation 36.
const BETA: [f64; 6] = [
    N / 2.0 - 2.0 / 3.0 * P2 + 37.0 / 96.0 * P3 - 1.0 / 360.0 * P4 - 81.0 / 512.0 * P5
        + 96199.0 / 604_800.0 * P6,
    1.0 / 48.0 * P2 + 1.0 / 15.0 * P3 - 437.0 / 1440.0 * P4 + 46.0 / 105.0 * P5
        - 1_118_711.0 / 3_870_720.0 * P6,
    17.0 / 480.0 * P3 - 37.0 / 840.0 * P4 - 209.0 / 4480.0 * P5 + 5569.0 / 90720.0 * P6,
    4397.0 / 161_280.0 * P4 - 11.0 / 504.0 * P5 - 830_251.0 / 7_257_600.0 * P6,
    4583.0 / 161_280.0 * P5 - 108_847.0 / 3_991_680.0 * P6,
    20_648_693.0 / 638_668_800.0 * P6,
];
const P2: f64 = N * N;
const P3: f64 = P2 * N;
const P4: f64 = P3 * N;
const P5: f64 = P4 * N;
const P6: f64 = P5 * N;

#[cfg(test)]
#[path = "crs_tests.rs"]
mod tests;
