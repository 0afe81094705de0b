//! Laying what a case writes over the defaults: same keys, same types, sane numbers.

use super::plain;
use crate::config::{Field, Section};
use crate::error::{CaseError, nearest, shown};
use std::ops::Range;
use toml::de::DeValue;
use toml::{Table, Value};

/// A key with dots, and where the case writes it.
type Changed = Vec<(String, Range<usize>)>;

/// Lays the keys of `given` over `base`. `of` names the section, `under` the table within it (`density_t_per_m3.`).
pub(super) fn table(
    base: &mut Table,
    given: &Section<'_, '_>,
    of: &str,
    under: &str,
    changed: &mut Changed,
) -> Result<(), CaseError> {
    let mut keys: Vec<_> = given.table.iter().collect();
    keys.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in keys {
        let name = key.get_ref().as_ref();
        let Some(default) = base.get_mut(name) else { return Err(unknown(base, given, key, of, under)) };
        let path = format!("{under}{name}");
        let field = Field { doc: given.doc, key: path.clone(), of: of.to_owned(), value };
        match (&mut *default, value.get_ref()) {
            (Value::Table(inner), DeValue::Table(table_given)) => {
                let section = Section {
                    doc: given.doc,
                    name: format!("`{path}`"),
                    table: table_given,
                    span: value.span(),
                };
                table(inner, &section, of, &format!("{path}."), changed)?;
                check_order(inner, &field)?;
            }
            _ => {
                *default = replacement(default, &field)?;
                changed.push((path, key.span()));
            }
        }
    }
    Ok(())
}

fn unknown(
    base: &Table,
    given: &Section<'_, '_>,
    key: &toml::Spanned<std::borrow::Cow<'_, str>>,
    of: &str,
    under: &str,
) -> CaseError {
    let name = key.get_ref().as_ref();
    let known: Vec<&str> = base.keys().map(String::as_str).collect();
    let hint = match (nearest(name, known.iter().copied()), super::Params::sections_with_key(name)) {
        _ if name == "product" => "write `product` in the `[[area]]` where it is handled".into(),
        (_, Some(section)) if under.is_empty() => format!("`{name}` belongs under {section}"),
        (Some(word), _) => format!("did you mean `{under}{word}`?"),
        _ if known.is_empty() => "this section has no keys; delete it".into(),
        _ => format!("the keys are {}", crate::config::list_words(&known)),
    };
    let message = format!("`{under}{}` is not a key of {of}", shown(name, 60));
    given.doc.error(&key.span(), message).with_hint(hint)
}

/// The value that takes the place of a default, of the same type.
fn replacement(default: &Value, field: &Field<'_, '_>) -> Result<Value, CaseError> {
    match default {
        Value::Float(was) => number(*was, field).map(Value::Float),
        Value::Integer(was) => whole(*was, field).map(Value::Integer),
        Value::Boolean(_) => field.truth().map(Value::Boolean),
        Value::String(was) => text(was, field).map(Value::String),
        Value::Array(was) => list(was, field).map(Value::Array),
        Value::Table(table) => Err(no_table(table, field)),
        Value::Datetime(_) => plain(field.value.get_ref())
            .filter(Value::is_datetime)
            .ok_or_else(|| field.error(format!("`{}` of {} is no date", field.key, field.of))),
    }
}

/// Something else where the defaults have a table.
fn no_table(table: &Table, field: &Field<'_, '_>) -> CaseError {
    let whole = super::listing::written(&Value::Table(table.clone()));
    let example = if table.values().any(Value::is_table) || table.len() > 3 {
        let section = format!("{}.{}", field.of.trim_matches(['`', '[', ']']), field.key);
        let (key, value) = table
            .iter()
            .next()
            .map_or((String::new(), String::new()), |(k, v)| (k.clone(), super::listing::written(v)));
        format!("`[{section}]` on a line of its own, and below it keys such as {key} = {value}")
    } else {
        format!("{} = {whole}", field.key)
    };
    match field.section(&example) {
        Ok(_) => field.error(format!("`{}` of {} is not as expected", field.key, field.of)),
        Err(error) => error,
    }
}

/// A word of the defaults is replaced by a word; a product by a product.
fn text(was: &str, field: &Field<'_, '_>) -> Result<String, CaseError> {
    if plimsoll_model::Product::parse(was).is_ok() {
        return crate::config::product(field).map(|p| p.as_str().to_owned());
    }
    field.text()
}

fn number(was: f64, field: &Field<'_, '_>) -> Result<f64, CaseError> {
    let number = field.number().map_err(|error| match error.hint() {
        Some(_) => error,
        None => error.with_hint(format!("write one number: {} = {was:?}", field.key)),
    })?;
    let key = field.key.rsplit('.').next().unwrap_or(&field.key);
    let is_share = key.starts_with("p_")
        || ["_share", "_probability", "_fraction"].iter().any(|part| field.key.contains(part));
    let unit = 0.0..=1.0;
    let error = |expected: &str| {
        field.error(format!(
            "`{}` of {} is {}, expected {expected} (default {was:?})",
            field.key,
            field.of,
            field.shown_value()
        ))
    };
    if is_share && unit.contains(&was) && !unit.contains(&number) {
        let hint =
            (1.0..=100.0).contains(&number).then(|| format!("did you mean {key} = {}?", number / 100.0));
        return Err(error("a share between 0 and 1").with_hint_if(hint));
    }
    if field.key.ends_with("_percent") && (0.0..=100.0).contains(&was) && !(0.0..=100.0).contains(&number) {
        return Err(error("a percentage between 0 and 100"));
    }
    if was > 0.0 && number < 0.0 && !key.contains("bias") && !key.contains("offset") {
        return Err(error("a number of 0 or more"));
    }
    Ok(number)
}

fn whole(was: i64, field: &Field<'_, '_>) -> Result<i64, CaseError> {
    let expected = |hint: String| {
        field
            .error(format!(
                "`{}` of {} is {}, expected a whole number (default {was})",
                field.key,
                field.of,
                field.shown_value()
            ))
            .with_hint(hint)
    };
    let number = field.number()?;
    match plain(field.value.get_ref()) {
        Some(Value::Integer(n)) if was > 0 && n < 0 => Err(expected("write a number of 0 or more".into())),
        Some(Value::Integer(n)) => Ok(n),
        _ => Err(expected(format!("write {} = {:.0}", field.key, number))),
    }
}

fn list(was: &[Value], field: &Field<'_, '_>) -> Result<Vec<Value>, CaseError> {
    let example = format!("{} = {}", field.key, super::listing::written(&Value::Array(was.to_vec())));
    let items = field.items(&example)?;
    let one = |item: &Field<'_, '_>| match was.first() {
        Some(first) => replacement(first, item),
        None => plain(item.value.get_ref())
            .ok_or_else(|| item.error(format!("{} of {} is too large a number", item.key, item.of))),
    };
    items.iter().map(one).collect()
}

/// Where a table is an interval, its three numbers are in order.
fn check_order(table: &Table, field: &Field<'_, '_>) -> Result<(), CaseError> {
    let number = |key: &str| match table.get(key) {
        Some(Value::Float(f)) => Some(*f),
        Some(Value::Integer(n)) => Some(*n as f64),
        _ => None,
    };
    let (Some(low), Some(mid), Some(high)) = (number("low"), number("mid"), number("high")) else {
        return Ok(());
    };
    if low <= mid && mid <= high {
        return Ok(());
    }
    let message = format!(
        "`{}` of {} is low {low}, mid {mid}, high {high}, expected low <= mid <= high",
        field.key, field.of
    );
    Err(field.error(message).with_hint("a key that is left out keeps its default; write all three"))
}
