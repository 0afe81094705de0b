//! What a line that is not TOML most likely was meant to be.

/// A hint for the commonest slips of people who do not write TOML every day.
pub(super) fn hint(line: &str, message: &str) -> Option<String> {
    let checks: [fn(&str, &str) -> Option<String>; 9] = [
        curly_quotes,
        backslash,
        repeated_key,
        decimal_comma,
        day_first_date,
        open_text,
        colon,
        bare_text,
        broken_inline_table,
    ];
    checks.iter().find_map(|check| check(line, message))
}

fn curly_quotes(line: &str, _: &str) -> Option<String> {
    line.contains(['\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}', '\u{2019}', '\u{ab}', '\u{bb}'])
        .then(|| "a word processor put curly quotation marks here; TOML needs the straight mark `\"`".into())
}

fn backslash(line: &str, message: &str) -> Option<String> {
    (line.contains('\\') && message.contains("escape")).then(|| {
        "a backslash begins an escape in double quotation marks; write the path with `/`, or in single marks: 'C:\\data'"
            .into()
    })
}

fn repeated_key(line: &str, message: &str) -> Option<String> {
    if !message.contains("duplicate key") {
        return None;
    }
    let line = line.trim();
    Some(if line.starts_with('[') {
        "a table may be opened once; several areas, caps or columns each begin with two brackets: `[[area]]`"
            .into()
    } else {
        "a key may stand once in its table; a second area or cap begins with its own `[[area]]` or `[[cap]]`"
            .into()
    })
}

fn decimal_comma(line: &str, _: &str) -> Option<String> {
    let value = line.split_once('=').map_or(line, |(_, v)| v);
    let pieces: Vec<&str> = value.split(',').collect();
    let is_number_part = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let last_word = |s: &str| s.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or("").to_owned();
    let first_word = |s: &str| s.split(|c: char| !c.is_ascii_digit()).next().unwrap_or("").to_owned();
    pieces.array_windows().find_map(|[a, b]| {
        let (whole, part) = (last_word(a), first_word(b));
        (is_number_part(&whole) && is_number_part(&part)).then(|| {
            format!("a decimal is written with a point (`{whole}.{part}`), thousands with an underscore (`500_000`)")
        })
    })
}

fn day_first_date(line: &str, _: &str) -> Option<String> {
    let words = line.split(|c: char| !(c.is_ascii_digit() || "/.-".contains(c)));
    let is_day_first = |w: &str| {
        let parts: Vec<&str> = w.split(['/', '.', '-']).collect();
        matches!(parts.as_slice(), [d, m, y] if (1..=2).contains(&d.len()) && (1..=2).contains(&m.len()) && y.len() == 4)
    };
    words.into_iter().any(is_day_first).then(|| "a date is written year first: `2024-03-01`".into())
}

fn open_text(line: &str, _: &str) -> Option<String> {
    let quotes = line.replace("\\\"", "").matches('"').count();
    (quotes % 2 == 1).then(|| "a text begins and ends with `\"` on the same line".into())
}

fn colon(line: &str, _: &str) -> Option<String> {
    let (key, _) = line.split_once(':')?;
    let is_key = key.trim().chars().all(|c| c.is_alphanumeric() || c == '_' || c == '"');
    (is_key && !line.contains('=')).then(|| "a key and its value are joined by `=`".into())
}

fn bare_text(line: &str, _: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    let value = value.trim();
    let starts_with_letter = value.chars().next().is_some_and(char::is_alphabetic);
    match value {
        "True" | "TRUE" | "yes" | "Yes" | "on" => Some(format!("write `{} = true`", key.trim())),
        "False" | "FALSE" | "no" | "No" | "off" => Some(format!("write `{} = false`", key.trim())),
        "" => Some(format!("a value is missing after `{} =`; delete the line to leave it out", key.trim())),
        _ => starts_with_letter
            .then(|| format!("a text stands in quotation marks: `{} = \"{value}\"`", key.trim())),
    }
}

fn broken_inline_table(line: &str, _: &str) -> Option<String> {
    let pairs = [('{', '}'), ('[', ']')];
    pairs.into_iter().find_map(|(open, close)| {
        let (opened, closed) = (line.matches(open).count(), line.matches(close).count());
        (opened != closed)
            .then(|| format!("`{open}` and `{close}` come in pairs; here are {opened} and {closed}"))
    })
}
