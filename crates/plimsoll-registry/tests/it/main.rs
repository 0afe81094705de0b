//! The readers on real files, on changed copies of them, and on the demonstration case.

#[cfg(test)]
mod demonstration;
#[cfg(test)]
mod flags;
#[cfg(test)]
mod labelled_names;
#[cfg(test)]
mod lists_forms;
#[cfg(test)]
mod lists_hostile;
#[cfg(test)]
mod lists_real;
#[cfg(test)]
mod lists_xml;
#[cfg(test)]
mod names_measured;
#[cfg(test)]
mod ownership;
#[cfg(test)]
mod real;
#[cfg(test)]
mod screening;
