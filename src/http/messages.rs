//! The message catalogue: every stable code in English and Korean.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use actix_web::HttpMessage;
use actix_web::http::header::ACCEPT_LANGUAGE;
use serde::Deserialize;

use super::access::Caller;
use crate::domain::crm::import::RowFault;

const CATALOGUE: &str = include_str!("messages.json");

/// A language the service speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Locale {
    #[default]
    En,
    Ko,
}

#[derive(Debug, Deserialize)]
struct Words {
    en: String,
    ko: String,
}

impl Locale {
    fn named(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.trim().to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "ko" => Some(Self::Ko),
            _ => None,
        }
    }

    /// What the request asks for, else what the signed-in user has set, else English.
    pub fn of(request: &impl HttpMessage) -> Self {
        let header = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let user = || {
            request.extensions().get::<Caller>().and_then(|caller| Self::named(&caller.0.locale))
        };
        header.and_then(accepted).or_else(user).unwrap_or_default()
    }
}

/// The language we speak with the highest weight in an `Accept-Language` header.
fn accepted(header: &str) -> Option<Locale> {
    let weighted = header.split(',').filter_map(|part| {
        let mut pieces = part.split(';');
        let locale = Locale::named(pieces.next()?)?;
        let weight = pieces.next().and_then(|q| q.trim().strip_prefix("q="));
        Some((weight.map_or(Some(1.0), |q| q.parse::<f32>().ok())?, locale))
    });
    // The first of equals wins, as the header's order says.
    let best = weighted.fold(None, |best: Option<(f32, Locale)>, found| match best {
        Some(best) if best.0 >= found.0 => Some(best),
        _ => Some(found),
    });
    best.map(|(_, locale)| locale)
}

/// The words for a code, with `{name}` replaced by the parameters.
pub fn message<N: AsRef<str>>(locale: Locale, code: &str, params: &[(N, String)]) -> String {
    let Some(words) = catalogue().get(code) else { return code.to_owned() };
    let template = match locale {
        Locale::En => &words.en,
        Locale::Ko => &words.ko,
    };
    params.iter().fold(template.clone(), |text, (name, value)| {
        text.replace(&format!("{{{}}}", name.as_ref()), value)
    })
}

/// What is wrong in a row of an imported file.
pub fn row_fault(locale: Locale, fault: &RowFault) -> String {
    let params = [("value", fault.value.clone()), ("reason", fault.value.clone())];
    message(locale, fault.code, &params)
}

/// How many addresses of an imported file were not found, if any.
pub fn not_located(locale: Locale, n: usize) -> Option<String> {
    (n > 0).then(|| message(locale, "import.not_located", &[("n", n.to_string())]))
}

fn catalogue() -> &'static BTreeMap<String, Words> {
    static PARSED: OnceLock<BTreeMap<String, Words>> = OnceLock::new();
    // The file is part of the binary and a test reads it; an empty catalogue shows bare codes.
    PARSED.get_or_init(|| serde_json::from_str(CATALOGUE).unwrap_or_default())
}

#[cfg(test)]
#[path = "messages_tests.rs"]
mod tests;
