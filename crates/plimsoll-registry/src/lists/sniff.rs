//! Which form a file has, by its first bytes.

use super::ListForm;
use crate::property::PropertyKind;
use crate::record::split;

/// Delimiters that are tried.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The form of a file by its root element or its first record.
pub(super) fn form(head: &[u8]) -> Option<ListForm> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if head.starts_with(b"<") {
        return match root(head)?.as_str() {
            "CONSOLIDATED_LIST" => Some(ListForm::UnXml),
            "sdnList" => Some(ListForm::OfacSdnXml),
            _ => None,
        };
    }
    let line = head.split(|b| matches!(b, b'\n' | b'\r')).next()?;
    DELIMITERS.iter().find_map(|delimiter| by_record(&split(line, *delimiter)))
}

/// The local name of the first element of an XML document, past declaration, comments and document type.
fn root(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    let mut rest = text.as_ref();
    loop {
        let start = rest.find('<')?;
        rest = &rest[start..];
        let end = match rest {
            _ if rest.starts_with("<!--") => rest.find("-->")? + 3,
            _ if rest.starts_with("<?") => rest.find("?>")? + 2,
            _ if rest.starts_with("<!") => rest.find('>')? + 1,
            _ => break,
        };
        rest = &rest[end..];
    }
    let name = rest[1..].split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
    Some(name.rsplit(':').next().unwrap_or(name).to_owned())
}

/// The form whose columns these are.
fn by_record(fields: &[Vec<u8>]) -> Option<ListForm> {
    let raw: Vec<String> = fields.iter().map(|f| String::from_utf8_lossy(f).trim().to_owned()).collect();
    let names: Vec<String> = raw.iter().map(|name| column(name)).collect();
    let has = |name: &str| names.iter().any(|n| n == name);
    let has_one = |of: &[&str]| of.iter().any(|name| has(name));
    let ours = names.iter().filter(|name| PropertyKind::of(name).is_some()).count();
    match () {
        () if ["celex", "annex", "measure", "schema", "name"].iter().all(|name| has(name)) => {
            Some(ListForm::EuCsv)
        }
        () if has("gur_id") => Some(ListForm::GurCsv),
        () if has("vessel_name") && has_one(&["date_of_designation", "designation_date"]) => {
            Some(ListForm::Un1718Csv)
        }
        () if is_sdn(&raw, &names) => Some(ListForm::OfacSdnCsv),
        () if is_alias(&raw, &names) => Some(ListForm::OfacAltCsv),
        () if has_one(&["imo", "imo_number"])
            && has("ship_type")
            && has("name")
            && has_one(&["year", "reporting_period"]) =>
        {
            Some(ListForm::EuMrvCsv)
        }
        () if has_one(&["imo_number", "mmsi"]) && ours >= 2 => Some(ListForm::RegisterCsv),
        () => None,
    }
}

/// Twelve columns: a number, a name, what it is; or a header that says so, rightly or not.
fn is_sdn(raw: &[String], names: &[String]) -> bool {
    if raw.len() != 12 {
        return false;
    }
    let is_row = is_number(&raw[0])
        && ["individual", "vessel", "aircraft", "-0-"].contains(&raw[2].to_lowercase().as_str());
    let starts = |words: [&str; 3]| names.iter().zip(words).all(|(name, word)| name == word);
    is_row || starts(["id", "name", "type"]) || starts(["ent_num", "sdn_name", "sdn_type"])
}

/// Five columns: number of the entry, number of the alias, its kind, the alias, remarks.
fn is_alias(raw: &[String], names: &[String]) -> bool {
    if raw.len() != 5 {
        return false;
    }
    let is_row = is_number(&raw[0])
        && is_number(&raw[1])
        && ["aka", "fka", "nka"].contains(&raw[2].trim_end_matches('.').to_lowercase().as_str());
    is_row || names.iter().zip(["ent_num", "alt_num", "alt_type"]).all(|(name, word)| name == word)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// The name of a column in one spelling: lower case, everything but letters and digits one low line.
pub(super) fn column(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join("_").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_form_is_known_by_its_first_record() {
        for (head, form) in [
            ("celex,recordId,programKey,annex,measure,startDate,reason,schema,name\n", ListForm::EuCsv),
            ("\u{feff}celex;annex;measure;schema;name\r\n", ListForm::EuCsv),
            (
                "ID,Name,Type,Country,Title,Col_F,Col_G,Col_H,Col_I,Col_J,Col_K,Details\n",
                ListForm::OfacSdnCsv,
            ),
            ("36,\"A, B\",-0- ,CUBA,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n", ListForm::OfacSdnCsv),
            ("36,12,\"aka\",\"A\",-0- \n", ListForm::OfacAltCsv),
            ("gur_id,name,imo\n", ListForm::GurCsv),
            ("imo,name,ship_type,year,technical_efficiency,port_of_registry\n", ListForm::EuMrvCsv),
            ("IMO Number,Name,Ship type,Reporting Period\n", ListForm::EuMrvCsv),
            ("imo_number,ship_name,deadweight_t\n", ListForm::RegisterCsv),
            ("#,vessel_name,imo_number,mmsi,flag,date_of_designation\n", ListForm::Un1718Csv),
            ("<?xml version=\"1.0\"?>\n<!-- <sdnList> --><CONSOLIDATED_LIST a=\"b\">", ListForm::UnXml),
            ("<sdnList xmlns=\"x\">", ListForm::OfacSdnXml),
        ] {
            assert_eq!(ListForm::sniff(head.as_bytes()), Some(form), "{head}");
        }
    }

    #[test]
    fn what_is_no_list_has_no_form() {
        for head in [
            "",
            "<html>",
            "<",
            "<?xml",
            "{\"a\":1}",
            "a,b,c\n",
            "imo_number\n",
            "1,2\n",
            "36,12,\"x\",\"A\",-0- \n",
        ] {
            assert_eq!(ListForm::sniff(head.as_bytes()), None, "{head}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..80), text in "[<>!?a-z:-]{0,40}") {
            let _ = (form(&bytes), form(text.as_bytes()));
        }
    }
}
