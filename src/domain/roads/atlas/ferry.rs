//! Durations of ferries.

/// Seconds from `90`, `1:30`, `01:30:00` or `PT1H30M`; a bare number is minutes.
pub fn duration_s(value: &str) -> Option<f64> {
    let value = value.trim();
    if let Some(iso) = value.strip_prefix("PT") {
        return iso_s(iso);
    }
    let parts: Vec<f64> = value.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let seconds = match parts[..] {
        [minutes] => minutes * 60.0,
        [hours, minutes] => hours * 3600.0 + minutes * 60.0,
        [hours, minutes, seconds] => hours * 3600.0 + minutes * 60.0 + seconds,
        _ => return None,
    };
    (seconds > 0.0 && seconds.is_finite()).then_some(seconds)
}

fn iso_s(iso: &str) -> Option<f64> {
    let mut seconds = 0.0;
    let mut number = String::new();
    for c in iso.chars() {
        if c.is_ascii_digit() || c == '.' {
            number.push(c);
            continue;
        }
        let unit = match c {
            'H' => 3600.0,
            'M' => 60.0,
            'S' => 1.0,
            _ => return None,
        };
        seconds += number.parse::<f64>().ok()? * unit;
        number.clear();
    }
    (seconds > 0.0 && number.is_empty()).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::duration_s;

    #[test]
    fn durations_are_read_in_all_their_spellings() {
        let check = |value, expected| assert_eq!(duration_s(value), expected, "{value}");
        check("25", Some(1500.0));
        check("00:25", Some(1500.0));
        check("1:30", Some(5400.0));
        check("01:30:30", Some(5430.0));
        check("PT1H30M", Some(5400.0));
        check("PT20M", Some(1200.0));
        check("0", None);
        check("soon", None);
        check("", None);
        check("PT5", None);
    }
}
