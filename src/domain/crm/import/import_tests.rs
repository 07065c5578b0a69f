use super::*;

fn faults_of(csv: &str) -> Vec<(u64, Option<String>, &'static str)> {
    let file = read(csv.as_bytes(), None, &[]).unwrap();
    file.faults.into_iter().map(|f| (f.line, f.column, f.code)).collect()
}

#[test]
fn a_korean_spreadsheet_in_cp949_is_read() {
    let text = "거래처명,상태,등급,주소,매출,경도,위도\n\"카페 ㈜, 공덕\",고객,A,마포대로 92,\"1,250,000\",126.95,37.54\n";
    let (bytes, _, _) = encoding_rs::EUC_KR.encode(text);
    let file = read(&bytes, None, &[]).unwrap();
    assert_eq!(file.encoding, Encoding::Cp949);
    assert_eq!(file.faults, []);
    let row = &file.rows[0];
    assert_eq!(row.name, "카페 ㈜, 공덕");
    assert_eq!((row.lifecycle, row.tier), (Some("customer"), Some("A")));
    assert_eq!(row.value_12m.unwrap().to_string(), "1250000");
    assert_eq!(row.location, Some([126.95, 37.54]));
}

#[test]
fn byte_order_marks_decide() {
    let utf8 = b"\xEF\xBB\xBFname\nOld Mill\n";
    assert_eq!(read(utf8, None, &[]).unwrap().rows[0].name, "Old Mill");
    let utf16: Vec<u8> =
        "\u{FEFF}name\nMylly\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let file = read(&utf16, None, &[]).unwrap();
    assert_eq!((file.encoding, file.rows[0].name.as_str()), (Encoding::Utf16, "Mylly"));
}

#[test]
fn a_wrong_encoding_names_the_line() {
    let error = read(b"name\nfine\n\xFF\xFF bad\n", Some(Encoding::Utf8), &[]).unwrap_err();
    assert_eq!(error, ImportError::Encoding { line: 3, encoding: Encoding::Utf8 });
    assert!(matches!(read(b"name\n\x80\x00\x81", None, &[]), Err(ImportError::Encoding { .. })));
}

#[test]
fn semicolons_and_tabs_are_found() {
    assert_eq!(read(b"name;phone\nMill;1\n", None, &[]).unwrap().delimiter, ';');
    assert_eq!(read(b"name\tphone\nMill\t1\n", None, &[]).unwrap().delimiter, '\t');
    assert_eq!(read(b"name\nMill\n", None, &[]).unwrap().delimiter, ',');
}

#[test]
fn every_fault_is_reported_with_its_line() {
    let csv = "name,lifecycle,tier,email,last visit,lng,lat,interval,opening hours\n\
               ,prospect,,,,,,,\n\
               Mill,hot,E,nobody,soon,240,60,0,whenever\n\
               Cafe,customer,a,a@b.fi,3.2.2026,24.9,,30,Mo-Fr 09:00-17:00\n";
    assert_eq!(
        faults_of(csv),
        [
            (2, Some("name".into()), "import.required"),
            (3, Some("lifecycle".into()), "import.unknown_code"),
            (3, Some("tier".into()), "import.unknown_code"),
            (3, Some("email".into()), "import.not_an_email"),
            (3, Some("visit_interval_days".into()), "import.not_in_range"),
            (3, Some("last_visit_on".into()), "import.not_a_date"),
            (3, Some("lng".into()), "import.not_a_longitude"),
            (3, Some("opening_hours".into()), "import.opening_hours"),
            (4, Some("lat".into()), "import.half_a_location"),
        ]
    );
}

#[test]
fn a_cell_with_a_line_break_does_not_shift_the_line_numbers() {
    let faults = faults_of("name,tier\n\"two\nlines\",A\nMill,Z\n");
    assert_eq!(faults, [(4, Some("tier".into()), "import.unknown_code")]);
}

#[test]
fn an_id_that_comes_twice_is_a_fault() {
    let faults = faults_of("id,name\n7,Mill\n8,Cafe\n7,Mill again\n");
    assert_eq!(faults, [(4, Some("external_id".into()), "import.repeated_id")]);
}

#[test]
fn rows_wider_than_the_header_are_faults_and_narrower_ones_are_blank() {
    assert_eq!(faults_of("name,tier\nMill,A,extra\n"), [(2, None, "import.too_many_columns")]);
    assert_eq!(faults_of("name,tier\nMill\n"), []);
}

#[test]
fn unusable_files_say_why() {
    assert_eq!(read(b"", None, &[]), Err(ImportError::Empty));
    assert_eq!(read(b" \n \n", None, &[]), Err(ImportError::Empty));
    assert_eq!(read(b"foo,bar\n1,2\n", None, &[]), Err(ImportError::NoKnownColumn));
    assert_eq!(read(b"phone,tier\n1,A\n", None, &[]), Err(ImportError::NoName));
    assert_eq!(
        read(b"name,Company\na,b\n", None, &[]),
        Err(ImportError::RepeatedColumn {
            field: Field::Name,
            first: "name".into(),
            second: "Company".into()
        })
    );
    let many = format!("name\n{}", "x\n".repeat(ROWS_MAX + 1));
    assert_eq!(read(many.as_bytes(), None, &[]), Err(ImportError::TooManyRows));
}

#[test]
fn unknown_columns_are_listed_and_ignored() {
    let file = read(b"Name,Shoe size\nMill,44\n", None, &[]).unwrap();
    assert_eq!(file.mapping[1].field, None);
    assert_eq!(file.mapping[1].header, "Shoe size");
    assert_eq!(file.rows.len(), 1);
}
