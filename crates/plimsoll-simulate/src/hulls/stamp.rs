//! The word that every picture bears.

/// SIMULATED, five columns a letter, seven bits a column from the top.
const LETTERS: [[u8; 5]; 9] = [
    [0x46, 0x49, 0x49, 0x49, 0x31],
    [0x00, 0x41, 0x7f, 0x41, 0x00],
    [0x7f, 0x02, 0x0c, 0x02, 0x7f],
    [0x3f, 0x40, 0x40, 0x40, 0x3f],
    [0x7f, 0x40, 0x40, 0x40, 0x40],
    [0x7e, 0x11, 0x11, 0x11, 0x7e],
    [0x01, 0x01, 0x7f, 0x01, 0x01],
    [0x7f, 0x49, 0x49, 0x49, 0x41],
    [0x7f, 0x41, 0x41, 0x22, 0x1c],
];

/// Whether the word has ink at a dot: columns from its left, rows from its top.
pub(crate) fn stamp_ink(column: usize, row: usize) -> bool {
    let (letter, dot) = (column / 6, column % 6);
    letter < 9 && dot < 5 && row < 7 && LETTERS[letter][dot] >> row & 1 == 1
}

/// Burns the word into the lower left corner: white on black, a seventh of the breadth of the picture or more.
pub(super) fn stamp(rgb: &mut [u8], lines: usize, samples: usize) {
    let scale = (samples / (54 * 7)).max(1);
    let top = lines.saturating_sub(9 * scale);
    for line in top..lines {
        for sample in 0..(56 * scale).min(samples) {
            let (row, column) = ((line - top) / scale, sample / scale);
            let inked = row.checked_sub(1).zip(column.checked_sub(1));
            let is_ink = inked.is_some_and(|(row, column)| stamp_ink(column, row));
            let at = 3 * (line * samples + sample);
            rgb[at..at + 3].fill(if is_ink { 255 } else { 0 });
        }
    }
}
