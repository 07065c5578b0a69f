//! Accounts as files that leave the house: CSV for spreadsheets, `GeoJSON` for maps.

mod pieces;

use std::borrow::Cow;

use serde_json::{Value, json};

use super::accounts::AccountDetail;
use crate::domain::crm::account::Tier;
use crate::domain::crm::custom::CustomField;
use crate::domain::crm::export::{UTF8_BOM, guarded, line};

pub use pieces::Pieces;

/// What a file is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    Csv,
    GeoJson,
}

const COLUMNS: [&str; 21] = [
    "id",
    "name",
    "lifecycle",
    "tier",
    "category",
    "value_12m",
    "potential_value",
    "line1",
    "line2",
    "city",
    "postal_code",
    "country",
    "lng",
    "lat",
    "owner",
    "territory",
    "phone",
    "email",
    "website",
    "last_visit_at",
    "next_due_on",
];

impl FileFormat {
    /// By its name in the API; CSV when none is given.
    #[must_use]
    pub fn from_name(name: Option<&str>) -> Option<Self> {
        match name {
            None | Some("csv") => Some(Self::Csv),
            Some("geojson") => Some(Self::GeoJson),
            Some(_) => None,
        }
    }

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::GeoJson => "geojson",
        }
    }

    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::GeoJson => "application/geo+json",
        }
    }

    /// What stands before the first account.
    #[must_use]
    pub fn head(self, fields: &[CustomField]) -> String {
        match self {
            Self::Csv => {
                let own = fields.iter().map(|field| Cow::Owned(field.fields.name()));
                format!("{UTF8_BOM}{}", line(COLUMNS.into_iter().map(Cow::Borrowed).chain(own)))
            }
            Self::GeoJson => r#"{"type":"FeatureCollection","features":["#.to_owned(),
        }
    }

    /// Some accounts; `is_first` says that none were written before.
    #[must_use]
    pub fn rows(
        self,
        accounts: &[AccountDetail],
        fields: &[CustomField],
        is_first: bool,
    ) -> String {
        match self {
            Self::Csv => accounts.iter().map(|account| csv_line(account, fields)).collect(),
            Self::GeoJson => {
                let features: Vec<String> =
                    accounts.iter().map(|account| feature(account, fields).to_string()).collect();
                let comma = if is_first || features.is_empty() { "" } else { ",\n" };
                format!("{comma}{}", features.join(",\n"))
            }
        }
    }

    /// What stands after the last account.
    #[must_use]
    pub const fn tail(self) -> &'static str {
        match self {
            Self::Csv => "",
            Self::GeoJson => "]}\n",
        }
    }
}

fn csv_line(detail: &AccountDetail, own: &[CustomField]) -> String {
    let (account, fields) = (&detail.account, &detail.account.fields);
    let site = fields.site.as_ref();
    let text = |value: Option<&str>| Cow::Owned(guarded(value.unwrap_or_default()).into_owned());
    let plain = |value: String| Cow::Owned(value);
    let at = site.and_then(|site| site.location);
    let of_site = |value: fn(&crate::domain::crm::site::SiteDraft) -> Option<&String>| {
        text(site.and_then(value).map(String::as_str))
    };
    let cells: [Cow<'static, str>; 21] = [
        plain(account.id.to_string()),
        text(Some(&fields.name)),
        plain(fields.lifecycle.code().to_owned()),
        plain(fields.tier.map(Tier::code).unwrap_or_default().to_owned()),
        text(fields.category.as_deref()),
        plain(fields.value_12m.normalize().to_string()),
        plain(fields.potential_value.normalize().to_string()),
        of_site(|site| site.line1.as_ref()),
        of_site(|site| site.line2.as_ref()),
        of_site(|site| site.city.as_ref()),
        of_site(|site| site.postal_code.as_ref()),
        of_site(|site| site.country.as_ref()),
        plain(at.map_or_else(String::new, |at| at.lng().to_string())),
        plain(at.map_or_else(String::new, |at| at.lat().to_string())),
        text(detail.owner_name.as_deref()),
        text(detail.territory.as_ref().map(|territory| territory.name.as_str())),
        text(fields.phone.as_deref()),
        text(fields.email.as_deref()),
        text(fields.website.as_deref()),
        plain(account.last_visit_at.map_or_else(String::new, |at| at.to_rfc3339())),
        plain(account.next_due_on.map_or_else(String::new, |day| day.to_string())),
    ];
    let own = own.iter().map(|field| own_cell(fields.custom.get(&field.fields.key)));
    line(cells.into_iter().chain(own))
}

fn own_cell(value: Option<&Value>) -> Cow<'static, str> {
    match value {
        None | Some(Value::Null) => Cow::Borrowed(""),
        Some(Value::String(text)) => Cow::Owned(guarded(text).into_owned()),
        Some(value) => Cow::Owned(value.to_string()),
    }
}

/// A feature of RFC 7946; without a place its geometry is null.
fn feature(detail: &AccountDetail, own: &[CustomField]) -> Value {
    let (account, fields) = (&detail.account, &detail.account.fields);
    let site = fields.site.as_ref();
    let at = site.and_then(|site| site.location);
    let mut feature = json!({
        "type": "Feature",
        "id": account.id,
        "geometry": at.map(|at| json!({"type": "Point", "coordinates": at})),
        "properties": {
            "name": fields.name,
            "lifecycle": fields.lifecycle,
            "tier": fields.tier,
            "category": fields.category,
            "value_12m": fields.value_12m.normalize().to_string().parse::<f64>().ok(),
            "potential_value": fields.potential_value.normalize().to_string().parse::<f64>().ok(),
            "line1": site.and_then(|site| site.line1.as_deref()),
            "city": site.and_then(|site| site.city.as_deref()),
            "postal_code": site.and_then(|site| site.postal_code.as_deref()),
            "owner": detail.owner_name,
            "territory": detail.territory.as_ref().map(|territory| &territory.name),
            "last_visit_at": account.last_visit_at,
            "next_due_on": account.next_due_on,
        },
    });
    for field in own {
        feature["properties"][field.fields.name()] = json!(fields.custom.get(&field.fields.key));
    }
    feature
}
