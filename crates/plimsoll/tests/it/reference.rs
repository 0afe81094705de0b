//! The generated pages are current. `BLESS=1 cargo test -p plimsoll reference` writes them.

use crate::support::root;

#[test]
#[expect(clippy::disallowed_methods, reason = "BLESS tells this test to write instead of compare")]
fn the_generated_reference_is_current() {
    let folder = root().join("docs/reference");
    for (name, text) in plimsoll::reference::pages() {
        let path = folder.join(name);
        if std::env::var("BLESS").is_ok() {
            std::fs::write(&path, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == text, "docs/reference/{name} is not current: run `just bless`");
    }
}
