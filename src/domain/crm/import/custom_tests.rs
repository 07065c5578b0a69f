use chrono::DateTime;
use uuid::Uuid;

use super::super::{FAULTS_MAX, read};
use super::*;
use crate::domain::crm::stamp::Stamp;

fn field(key: &str, label_ko: &str, r#type: CustomType) -> CustomField {
    let choice = |key: &str, label_ko: &str| CustomChoice {
        key: key.to_owned(),
        label_en: key.to_uppercase(),
        label_ko: label_ko.to_owned(),
    };
    let is_choice = r#type == CustomType::Choice;
    let fields = CustomFieldDraft {
        key: key.to_owned(),
        label_en: format!("The {key}"),
        label_ko: label_ko.to_owned(),
        r#type,
        choices: if is_choice { vec![choice("oak", "참나무")] } else { Vec::new() },
        position: 0,
    };
    CustomField { id: Uuid::nil(), fields, stamp: Stamp::new(Uuid::nil(), DateTime::UNIX_EPOCH) }
}

fn fields() -> [CustomField; 5] {
    [
        field("memo", "메모장", CustomType::Text),
        field("area", "면적", CustomType::Number),
        field("opened", "개점일", CustomType::Date),
        field("vip", "우수", CustomType::Boolean),
        field("wood", "목재", CustomType::Choice),
    ]
}

#[test]
fn columns_are_found_by_key_and_by_label_and_cells_are_typed() {
    let csv = "name,custom.memo,The area,개점일,Custom.VIP,목재\n\
        Mill,hello,\"1,250.5\",2026. 2. 3.,예,참나무\n\
        Cafe,,-3,,no,oak\n";
    let file = read(csv.as_bytes(), None, &fields()).unwrap();
    assert_eq!(file.faults, []);
    let values: Vec<Value> =
        file.rows.iter().map(|row| Value::Object(row.custom.clone())).collect();
    let first = json!({
        "memo": "hello", "area": 1250.5, "opened": "2026-02-03", "vip": true, "wood": "oak",
    });
    assert_eq!(values, [first, json!({"area": -3.0, "vip": false, "wood": "oak"})]);
}

#[test]
fn every_wrong_cell_is_told_with_its_line_and_column() {
    let long = "x".repeat(VALUE_CHARS_MAX + 1);
    let csv = format!(
        "name,custom.memo,custom.area,custom.opened,custom.vip,custom.wood\n\
         Mill,{long},wide,soon,perhaps,elm\n"
    );
    let file = read(csv.as_bytes(), None, &fields()).unwrap();
    let found: Vec<_> = file.faults.iter().map(|f| (f.column.as_deref(), f.code)).collect();
    assert_eq!(
        found,
        [
            (Some("custom.memo"), "import.too_long"),
            (Some("custom.area"), "import.not_a_number"),
            (Some("custom.opened"), "import.not_a_date"),
            (Some("custom.vip"), "import.not_a_boolean"),
            (Some("custom.wood"), "import.not_a_choice"),
        ]
    );
    assert!(file.n_faults < FAULTS_MAX && file.rows.is_empty());
}

#[test]
fn common_fields_come_before_labels_and_a_second_column_is_left_out() {
    let own = [field("phone", "전화", CustomType::Number)];
    let file = read(b"name,phone,custom.phone,Custom.phone\nMill,123,4,5\n", None, &own).unwrap();
    assert_eq!(file.rows[0].phone.as_deref(), Some("123"));
    assert_eq!(Value::Object(file.rows[0].custom.clone()), json!({"phone": 4.0}));
    assert_eq!(file.mapping[3].custom, None);
}
