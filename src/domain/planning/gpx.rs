//! A route as GPX 1.1: the stops as a route, the line as a track.

use chrono::SecondsFormat;

use super::route::Route;
use crate::domain::units::LngLat;

/// The route for navigation devices and other maps.
#[must_use]
pub fn gpx(route: &Route) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gpx version=\"1.1\" creator=\"gcrm\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n",
    );
    let attribution = escaped(&route.attribution);
    let date = route.date.to_string();
    for part in ["  <metadata><name>", &date, "</name><desc>", &attribution] {
        xml += part;
    }
    xml += "</desc></metadata>\n  <rte>\n    <name>";
    xml += &date;
    xml += "</name>\n";
    xml += &point("rtept", route.start, "", "    ");
    for stop in &route.stops {
        let time = stop.starts_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let inner = format!("<time>{time}</time><name>{}</name>", escaped(&stop.account_name));
        xml += &point("rtept", stop.location, &inner, "    ");
    }
    xml += &point("rtept", route.end, "", "    ");
    xml += "  </rte>\n  <trk>\n    <trkseg>\n";
    for at in line(route) {
        xml += &point("trkpt", at, "", "      ");
    }
    xml + "    </trkseg>\n  </trk>\n</gpx>\n"
}

fn line(route: &Route) -> Vec<LngLat> {
    let coordinates = route.geometry.get("coordinates").cloned().unwrap_or_default();
    serde_json::from_value(coordinates).unwrap_or_default()
}

fn point(element: &str, at: LngLat, inner: &str, indent: &str) -> String {
    let (lat, lng) = (at.lat(), at.lng());
    format!("{indent}<{element} lat=\"{lat:.6}\" lon=\"{lng:.6}\">{inner}</{element}>\n")
}

/// Text as XML content; characters that XML cannot hold are dropped.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(c),
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
#[path = "gpx_tests.rs"]
mod tests;
