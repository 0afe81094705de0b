//! Rows of CSV on standard output.

use super::Context;

impl Context {
    /// Prints one row (RFC 4180, but with the end of line of every other result).
    pub(super) fn print_csv<T: AsRef<[u8]>>(&self, cells: impl IntoIterator<Item = T>) {
        self.print(&csv_row(cells));
    }
}

/// One row without its end. Only the end is taken off: blanks at the end of the last cell belong to it.
fn csv_row<T: AsRef<[u8]>>(cells: impl IntoIterator<Item = T>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells).expect("a vector takes all bytes");
    let bytes = writer.into_inner().expect("a vector takes all bytes");
    let row = String::from_utf8_lossy(&bytes);
    row.strip_suffix('\n').unwrap_or(&row).to_owned()
}

#[cfg(test)]
mod tests {
    use super::csv_row;

    #[test]
    fn blanks_and_ends_of_lines_in_the_last_cell_stay() {
        assert_eq!(csv_row(["a", "b \t"]), "a,b \t");
        assert_eq!(csv_row(["a,b", "c\n"]), "\"a,b\",\"c\n\"");
        assert_eq!(csv_row(["say \"so\"", ""]), "\"say \"\"so\"\"\",");
        assert_eq!(csv_row([""]), "\"\"", "one empty cell is a row, not an empty line");
    }
}
