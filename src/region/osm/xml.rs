//! `.osm`: the XML that editors and the OpenStreetMap API write, read as a stream.
//! <https://wiki.openstreetmap.org/wiki/OSM_XML>

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::input::Input;
use super::{Elements, OsmError, position};
use crate::domain::control::Cancel;
use crate::domain::osm::{ElementKind, Member, Node, Relation, Way};
use crate::domain::units::LngLat;

/// `osm`, the element and its children are three; anything deeper is not a map.
const DEPTH_MAX: usize = 8;

/// Between two looks at the cancel flag.
const EVENTS_PER_REPORT: u64 = 1 << 14;

type Attributes<'a> = Vec<(&'a str, std::borrow::Cow<'a, str>)>;

pub(super) fn read(input: &mut Input<'_>, cancel: &Cancel) -> Result<Elements, OsmError> {
    let mut reader = Reader::from_reader(input);
    let mut document = Document::default();
    let mut buffer = Vec::new();
    for n_events in 1_u64.. {
        let event = reader.read_event_into(&mut buffer);
        let at = reader.buffer_position();
        let more = match event {
            Ok(event) => document.event(&event).map_err(|what| OsmError::Damaged { at, what }),
            Err(error) => Err(failed(&error, at, reader.get_ref())),
        };
        match more? {
            Step::More => {}
            Step::NotOsm => return Err(OsmError::NotOsm),
            Step::Cut => return Err(OsmError::Truncated { at }),
            Step::End => break,
        }
        if n_events.is_multiple_of(EVENTS_PER_REPORT) {
            if cancel.is_cancelled() {
                return Err(OsmError::Cancelled);
            }
            document.elements.check_size()?;
            reader.get_ref().report();
        }
        buffer.clear();
    }
    Ok(document.elements)
}

fn failed(error: &quick_xml::Error, at: u64, input: &Input<'_>) -> OsmError {
    match error {
        quick_xml::Error::Io(error) => input.failed(error),
        // The parser meets the end of the file inside of a tag.
        quick_xml::Error::Syntax(_) => OsmError::Truncated { at },
        _ => OsmError::Damaged { at, what: error.to_string() },
    }
}

enum Step {
    More,
    End,
    Cut,
    NotOsm,
}

/// The element whose tags and members are being read.
#[derive(Default)]
struct Open {
    kind: Option<ElementKind>,
    id: i64,
    at: Option<[i32; 2]>,
    nodes: Vec<i64>,
    members: Vec<Member>,
    tags: Vec<(String, String)>,
}

#[derive(Default)]
struct Document {
    elements: Elements,
    open: Open,
    depth: usize,
    is_osm: bool,
}

impl Document {
    fn event(&mut self, event: &Event<'_>) -> Result<Step, String> {
        match event {
            Event::Start(tag) => {
                if self.depth == 0 && !self.enter_root(tag) {
                    return Ok(Step::NotOsm);
                }
                self.depth += 1;
                if self.depth > DEPTH_MAX {
                    return Err(format!("nested deeper than {DEPTH_MAX} elements"));
                }
                self.start(tag)?;
            }
            Event::Empty(tag) => {
                if self.depth == 0 {
                    let root = if self.enter_root(tag) { Step::End } else { Step::NotOsm };
                    return Ok(root);
                }
                self.start(tag)?;
                self.end(tag.name().as_ref());
            }
            Event::End(tag) => {
                self.end(tag.name().as_ref());
                self.depth -= 1;
                if self.depth == 0 {
                    return Ok(Step::End);
                }
            }
            Event::Eof if self.is_osm => return Ok(Step::Cut),
            Event::Eof => return Ok(Step::NotOsm),
            _ => {}
        }
        Ok(Step::More)
    }

    fn enter_root(&mut self, tag: &BytesStart<'_>) -> bool {
        self.is_osm = tag.name().as_ref() == "osm";
        self.is_osm
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), String> {
        let name = tag.name();
        match name.as_ref() {
            "node" => self.open(ElementKind::Node, &attributes(tag)?),
            "way" => self.open(ElementKind::Way, &attributes(tag)?),
            "relation" => self.open(ElementKind::Relation, &attributes(tag)?),
            "tag" => self.tag(&attributes(tag)?),
            "nd" => self.open.nodes.push(number(&attributes(tag)?, "ref")?),
            "member" => self.member(&attributes(tag)?)?,
            "bounds" => self.bounds(&attributes(tag)?),
            _ => return Ok(()),
        }
        Ok(())
    }

    fn open(&mut self, kind: ElementKind, attributes: &Attributes<'_>) {
        self.open = Open::default();
        let is_deleted = get(attributes, "visible") == Some("false")
            || get(attributes, "action") == Some("delete");
        // An element without a number cannot be referred to; it is as good as missing.
        let Ok(id) = number(attributes, "id") else { return };
        if !is_deleted {
            self.open.kind = Some(kind);
            self.open.id = id;
            self.open.at = node_position(attributes);
        }
    }

    fn bounds(&mut self, attributes: &Attributes<'_>) {
        let edge = |name| degrees(attributes, name).unwrap_or(f64::NAN);
        let edges = ["minlon", "minlat", "maxlon", "maxlat"].map(edge);
        self.elements.bounds = self.elements.bounds.or(super::bounds(edges));
    }

    fn tag(&mut self, attributes: &Attributes<'_>) {
        if let (Some(key), Some(value)) = (get(attributes, "k"), get(attributes, "v")) {
            self.open.tags.push((key.to_owned(), value.to_owned()));
        }
    }

    fn member(&mut self, attributes: &Attributes<'_>) -> Result<(), String> {
        let kind = match get(attributes, "type") {
            Some("node") => ElementKind::Node,
            Some("way") => ElementKind::Way,
            Some("relation") => ElementKind::Relation,
            _ => return Ok(()),
        };
        let role = get(attributes, "role").unwrap_or_default().into();
        self.open.members.push(Member { kind, id: number(attributes, "ref")?, role });
        Ok(())
    }

    fn end(&mut self, name: &str) {
        if !matches!(name, "node" | "way" | "relation") {
            return;
        }
        let open = std::mem::take(&mut self.open);
        let tags = open.tags.iter().map(|(key, value)| (&**key, &**value)).collect();
        let id = open.id;
        match open.kind {
            Some(ElementKind::Node) => self.node(&open, tags),
            Some(ElementKind::Way) => self.elements.ways.push(Way { id, nodes: open.nodes, tags }),
            Some(ElementKind::Relation) => {
                self.elements.relations.push(Relation { id, members: open.members, tags });
            }
            None => {}
        }
    }

    fn node(&mut self, open: &Open, tags: crate::domain::osm::Tags) {
        let Some(at) = open.at else { return };
        self.elements.positions.push((open.id, at));
        if !tags.is_empty() {
            let [lng, lat] = at.map(|e7| f64::from(e7) * 1e-7);
            let node = LngLat::new(lng, lat).map(|at| Node { id: open.id, at, tags });
            self.elements.tagged_nodes.extend(node);
        }
    }
}

fn attributes<'a>(tag: &'a BytesStart<'_>) -> Result<Attributes<'a>, String> {
    tag.attributes()
        .map(|attribute| {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            Ok((attribute.key.0, value.map_err(|error| error.to_string())?))
        })
        .collect()
}

fn get<'a>(attributes: &'a Attributes<'_>, name: &str) -> Option<&'a str> {
    attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| &**value)
}

fn number(attributes: &Attributes<'_>, name: &str) -> Result<i64, String> {
    let value = get(attributes, name).ok_or_else(|| format!("attribute '{name}' is missing"))?;
    value.trim().parse().map_err(|_| format!("attribute '{name}' is not a number"))
}

fn degrees(attributes: &Attributes<'_>, name: &str) -> Option<f64> {
    get(attributes, name)?.trim().parse().ok()
}

fn node_position(attributes: &Attributes<'_>) -> Option<[i32; 2]> {
    let e7 = |name| {
        let degrees = degrees(attributes, name)?;
        #[expect(clippy::cast_possible_truncation, reason = "casts saturate, then it is checked")]
        degrees.is_finite().then_some((degrees * 1e7).round() as i64)
    };
    position(e7("lon")?, e7("lat")?)
}
