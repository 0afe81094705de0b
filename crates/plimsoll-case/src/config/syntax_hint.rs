//! What a line that is not TOML most likely was meant to be.

/// A hint for the commonest slips of people who do not write TOML every day.
pub(super) fn hint(line: &str, message: &str) -> Option<String> {
    let checks: [fn(&str, &str) -> Option<String>; 11] = [
        curly_quotes,
        invisible,
        backslash,
        repeated_key,
        decimal_comma,
        no_value,
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
    (line.contains('\\') && (message.contains("escape") || message.contains("unicode"))).then(|| {
        "a backslash begins an escape in double quotation marks; write the path with `/`, or in single marks: 'C:\\data'"
            .into()
    })
}

fn invisible(line: &str, _: &str) -> Option<String> {
    let is_hidden = |c: &char| matches!(c, '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{2000}'..='\u{200a}' | '\u{feff}' | '\u{3000}');
    let found = line.chars().find(is_hidden)?;
    let column = 1 + line.chars().take_while(|c| *c != found).count();
    let code = u32::from(found);
    Some(format!(
        "character {column} of the line is U+{code:04X}, which looks like a blank: replace it by a blank"
    ))
}

fn repeated_key(line: &str, message: &str) -> Option<String> {
    if !message.contains("duplicate key") {
        return None;
    }
    let name = line.trim().trim_matches(['[', ']', ' ']);
    Some(if !line.trim().starts_with('[') {
        "a key may stand once in its table; a second area or cap begins with its own `[[area]]` or `[[cap]]`"
            .into()
    } else if super::LISTS.contains(&name) {
        format!("each one begins with two brackets: `[[{name}]]`")
    } else {
        format!("put all its keys under the first `[{name}]`")
    })
}

fn no_value(line: &str, message: &str) -> Option<String> {
    (message.contains("key with no value") && !line.contains([':', '=']))
        .then(|| format!("a key is joined to its value by `=`: `{} = ...`", line.trim()))
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
            if part.len() == 3 {
                format!("thousands are written with an underscore: `{whole}_{part}`; a decimal with a point: `{whole}.{part}`")
            } else {
                "a decimal is written with a point: `42.73`; thousands with an underscore: `500_000`".into()
            }
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
    let (key, value) = (key.trim(), value.trim());
    let first = value.chars().next();
    match value {
        "True" | "TRUE" | "yes" | "Yes" | "on" => Some(format!("write `{key} = true`")),
        "False" | "FALSE" | "no" | "No" | "off" => Some(format!("write `{key} = false`")),
        "" => Some(format!("a value is missing after `{key} =`; delete the line to leave it out")),
        _ if first.is_some_and(char::is_alphabetic) => {
            Some(format!("a text stands in quotation marks: `{key} = \"{value}\"`"))
        }
        _ if first.is_some_and(|c| c.is_ascii_digit()) && value.contains(' ') => Some(
            "a number stands alone, its unit in the key; thousands are written with an underscore: `500_000`"
                .into(),
        ),
        _ => None,
    }
}

fn broken_inline_table(line: &str, message: &str) -> Option<String> {
    if message.contains("missing comma between key-value pairs") {
        return Some("look at the line above as well: a `{` there is not closed by `}`".into());
    }
    let pairs = [('{', '}'), ('[', ']')];
    pairs.into_iter().find_map(|(open, close)| {
        let (opened, closed) = (line.matches(open).count(), line.matches(close).count());
        (opened != closed)
            .then(|| format!("`{open}` and `{close}` come in pairs; here are {opened} and {closed}"))
    })
}
