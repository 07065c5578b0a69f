//! Keys made of parts, such as `oneway:bicycle` or `maxspeed:forward:conditional`, looked up
//! without putting them together: the rules ask for dozens of them for every set of tags.

use crate::domain::osm::Tags;

/// The value of the key that these parts make with colons between them. Empty parts are left out.
pub fn joined<'a>(tags: &'a Tags, parts: &[&str]) -> Option<&'a str> {
    tags.iter().find(|(key, _)| is_joined(key, parts)).map(|(_, value)| value)
}

fn is_joined(key: &str, parts: &[&str]) -> bool {
    let mut rest = Some(key);
    for (i, part) in parts.iter().filter(|part| !part.is_empty()).enumerate() {
        if i > 0 {
            rest = rest.and_then(|rest| rest.strip_prefix(':'));
        }
        rest = rest.and_then(|rest| rest.strip_prefix(*part));
    }
    rest == Some("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_joined_by_colons() {
        let tags: Tags =
            [("oneway", "no"), ("oneway:bicycle", "yes"), ("a:b:c", "3")].into_iter().collect();
        assert_eq!(joined(&tags, &["oneway"]), Some("no"));
        assert_eq!(joined(&tags, &["oneway", "bicycle"]), Some("yes"));
        assert_eq!(joined(&tags, &["oneway", "", "bicycle"]), Some("yes"));
        assert_eq!(joined(&tags, &["oneway", "bi"]), None);
        assert_eq!(joined(&tags, &["a", "b", "c"]), Some("3"));
        assert_eq!(joined(&tags, &["a", "b"]), None);
        assert_eq!(joined(&tags, &["oneway", "bicycle", "conditional"]), None);
    }
}
