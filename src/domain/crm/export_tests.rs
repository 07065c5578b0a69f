use super::*;

#[test]
fn formulas_are_defused_and_come_back() {
    for text in ["=1+1", "+358 9 123", "-cmd", "@SUM(A1)", "\tx"] {
        let cell = guarded(text);
        assert!(cell.starts_with('\''), "{text}");
        assert_eq!(unguarded(&cell), text);
    }
    assert_eq!(guarded("Café = bar"), "Café = bar");
    assert_eq!(unguarded("'t Hoekje"), "'t Hoekje");
}

#[test]
fn cells_are_quoted_only_where_needed() {
    let cells = ["plain", "a,b", "say \"hi\"", "two\nlines", ""].map(Cow::Borrowed);
    assert_eq!(line(cells), "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\r\n");
}

#[test]
fn what_is_written_can_be_read_again() {
    let file = format!(
        "{UTF8_BOM}{}{}",
        line(["name", "phone"].map(Cow::Borrowed)),
        line([Cow::Borrowed("Mill, old"), guarded("+358 9 123")]),
    );
    let read = crate::domain::crm::import::read(file.as_bytes(), None, &[]).unwrap();
    assert_eq!(read.rows[0].name, "Mill, old");
    assert_eq!(read.rows[0].phone.as_deref(), Some("+358 9 123"));
}
