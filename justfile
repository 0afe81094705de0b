# The commands a developer needs. A convenience: the README's two commands and `.ci/run` are plain cargo.

# list the commands
default:
    @just --list

# fast tests, all or those whose name holds NAME
t name="":
    cargo test --workspace {{name}}

# what CI runs
check:
    .ci/run

# accept snapshots and write docs/reference anew
bless:
    BLESS=1 INSTA_UPDATE=always cargo test --workspace

# run an example case, or one stage of it
case name stage="":
    cargo run --release -- -C cases/{{name}} run {{stage}}
    cargo run --release -- -C cases/{{name}} report

# tests on real data (beside the project, in ../shared/data)
real:
    cargo test --workspace real -- --nocapture

# simulated seasons with known truth, coverage printed
validate:
    cargo test --workspace validation -- --nocapture

# fuzz every byte parser for SECONDS each (needs cargo-fuzz and a nightly toolchain)
fuzz seconds="60":
    for target in $(cd fuzz && cargo fuzz list); do (cd fuzz && cargo +nightly fuzz run $target -- -max_total_time={{seconds}}) || exit 1; done
