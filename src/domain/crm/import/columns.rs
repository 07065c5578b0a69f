//! Which column of the file is which field, by aliases in English and Korean.

use unicode_normalization::UnicodeNormalization;

use super::{ImportError, custom};
use crate::domain::crm::custom::CustomField;

macro_rules! fields {
    ($($(#[$meta:meta])* $variant:ident = $name:literal [$($alias:literal),* $(,)?]),+ $(,)?) => {
        /// What a column can hold.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($(#[$meta])* $variant),+ }

        impl Field {
            /// The field's name in the API, which is also the header that an export writes.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            fn by_alias(folded: &str) -> Option<Self> {
                $(if folded == fold($name) $(|| folded == $alias)* { return Some(Self::$variant); })+
                None
            }
        }
    };
}

// Aliases are written folded: lower case, no spaces or punctuation.
fields! {
    ExternalId = "external_id" ["id", "externalid", "customerno", "customernumber", "accountno", "accountnumber", "code", "거래처코드", "고객번호", "고객코드", "외부코드", "코드"],
    Name = "name" ["accountname", "account", "company", "companyname", "customer", "customername", "store", "storename", "거래처", "거래처명", "상호", "상호명", "회사", "회사명", "업체명", "고객명", "매장명", "이름"],
    LegalName = "legal_name" ["legalname", "법인명"],
    Kind = "kind" ["accounttype", "type", "유형", "구분"],
    Lifecycle = "lifecycle" ["status", "stage", "lifecyclestage", "상태", "고객상태", "단계", "생애주기"],
    Tier = "tier" ["grade", "class", "rank", "등급", "고객등급"],
    Category = "category" ["industry", "업종", "분류", "카테고리"],
    RegistrationNo = "registration_no" ["registrationno", "businessid", "vat", "vatid", "taxid", "사업자등록번호", "사업자번호"],
    Website = "website" ["web", "url", "homepage", "웹사이트", "홈페이지"],
    Phone = "phone" ["tel", "telephone", "phonenumber", "mobile", "전화", "전화번호", "연락처", "대표전화"],
    Email = "email" ["mail", "emailaddress", "이메일", "메일"],
    OwnerEmail = "owner_email" ["owner", "salesrep", "rep", "담당자이메일", "영업담당", "영업담당자", "담당사원"],
    Value12m = "value_12m" ["value", "revenue", "sales", "annualrevenue", "annualsales", "매출", "연매출", "매출액", "거래금액"],
    PotentialValue = "potential_value" ["potential", "potentialrevenue", "잠재매출", "잠재가치", "예상매출"],
    VisitIntervalDays = "visit_interval_days" ["visitinterval", "interval", "visitfrequency", "방문주기", "방문주기일"],
    VisitDurationMin = "visit_duration_min" ["visitduration", "duration", "방문시간", "방문시간분", "소요시간"],
    VisitPriority = "visit_priority" ["priority", "우선순위", "방문우선순위"],
    LastVisitOn = "last_visit_on" ["lastvisit", "lastvisited", "lastvisitdate", "lastvisitat", "최근방문", "최근방문일", "마지막방문", "마지막방문일"],
    Line1 = "line1" ["address", "address1", "street", "streetaddress", "addressline1", "주소", "도로명주소", "지번주소", "기본주소"],
    Line2 = "line2" ["address2", "addressline2", "unit", "상세주소", "나머지주소"],
    City = "city" ["town", "도시", "시", "시군구"],
    District = "district" ["borough", "구", "군", "동", "읍면동"],
    Region = "region" ["state", "province", "county", "시도", "도"],
    PostalCode = "postal_code" ["zip", "zipcode", "postcode", "postalcode", "우편번호"],
    Country = "country" ["countrycode", "국가"],
    Lng = "lng" ["lon", "long", "longitude", "x", "경도"],
    Lat = "lat" ["latitude", "y", "위도"],
    OpeningHours = "opening_hours" ["openinghours", "hours", "영업시간"],
    Tags = "tags" ["tag", "labels", "태그"],
    Note = "note" ["notes", "comment", "comments", "remark", "비고", "메모"],
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// One column of the file; `field` is none where the header is not known and the column ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    pub column: usize,
    pub header: String,
    pub field: Option<Field>,
    /// The key of one of the organisation's own fields.
    pub custom: Option<String>,
}

/// Lower case, compatibility forms unified, letters and digits only.
pub(super) fn fold(header: &str) -> String {
    header.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Maps every header by its alias; what is no common field may be one of the organisation's own.
///
/// # Errors
/// When no header is known, the name is missing, or two columns mean the same field.
pub fn map(
    header: &csv::StringRecord,
    fields: &[CustomField],
) -> Result<Vec<Mapping>, ImportError> {
    let mut mapping: Vec<Mapping> = header
        .iter()
        .enumerate()
        .map(|(column, text)| Mapping {
            column,
            header: text.to_owned(),
            field: Field::by_alias(&fold(text)),
            custom: None,
        })
        .collect();
    map_custom(&mut mapping, fields);
    for (position, second) in mapping.iter().enumerate() {
        let Some(field) = second.field else { continue };
        if let Some(first) = mapping[..position].iter().find(|m| m.field == Some(field)) {
            return Err(ImportError::RepeatedColumn {
                field,
                first: first.header.clone(),
                second: second.header.clone(),
            });
        }
    }
    if mapping.iter().all(|m| m.field.is_none()) {
        return Err(ImportError::NoKnownColumn);
    }
    if !mapping.iter().any(|m| m.field == Some(Field::Name)) {
        return Err(ImportError::NoName);
    }
    Ok(mapping)
}

fn map_custom(mapping: &mut [Mapping], fields: &[CustomField]) {
    let mut taken = std::collections::HashSet::new();
    for column in mapping.iter_mut().filter(|column| column.field.is_none()) {
        let found = custom::by_header(&column.header, fields);
        column.custom = found.filter(|key| taken.insert(*key)).map(ToOwned::to_owned);
    }
}

/// The delimiter under which most headers are known; a comma when none is.
#[must_use]
pub fn delimiter(text: &str) -> u8 {
    let known_under = |delimiter: u8| {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        reader.headers().map_or(0, |header| {
            header.iter().filter(|h| Field::by_alias(&fold(h)).is_some()).count()
        })
    };
    // `max_by_key` takes the last of equals, so the comma comes last.
    *b"|\t;,".iter().max_by_key(|d| known_under(**d)).unwrap_or(&b',')
}
