use super::*;

fn order(names: &[&str], references: &[(&str, &str)]) -> Result<String, BackupError> {
    let tables =
        names.iter().map(|name| Table { name: (*name).to_owned(), columns: Vec::new() }).collect();
    let references: Vec<_> =
        references.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
    let ordered = in_order(tables, &references)?;
    Ok(ordered.into_iter().map(|table| table.name).collect::<Vec<_>>().join(" "))
}

#[test]
fn a_table_comes_after_those_it_refers_to() {
    let references = [("accounts", "users"), ("sites", "accounts"), ("users", "organisations")];
    assert_eq!(
        order(&["accounts", "organisations", "sites", "users"], &references).unwrap(),
        "organisations users accounts sites"
    );
}

#[test]
fn a_reference_to_a_table_that_is_left_out_does_not_count() {
    assert_eq!(order(&["a", "b"], &[("a", "elsewhere")]).unwrap(), "a b");
}

#[test]
fn a_circle_is_named() {
    let error = order(&["a", "b", "c"], &[("a", "b"), ("b", "a")]).unwrap_err();
    assert!(error.to_string().ends_with("in a circle: a, b"), "{error}");
}
